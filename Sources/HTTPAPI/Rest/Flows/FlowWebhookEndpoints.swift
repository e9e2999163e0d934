import Core
package import Flows
import HTTPTypes
import Hummingbird

/// The webhook settings of a flow: its address, and the secret its senders sign with.
package struct FlowWebhookEndpoints: EndpointGroup {
  private let flows: Flows

  package init(flows: Flows) {
    self.flows = flows
  }

  package var endpoints: [Endpoint] { [read, renew, setSecret, removeSecret] }

  private var read: Endpoint {
    endpoint(
      .get, "", id: "getFlowWebhook", "Reads where other systems send what starts a flow",
      .json(.ok, "The webhook", FlowShapes.webhook)
    ) { _, context in
      .json(try await flows.webhook(of: try context.id("flowId"), as: try context.requirePrincipal()).json)
    }
  }

  private var renew: Endpoint {
    endpoint(
      .post, "/address", id: "renewFlowWebhookAddress", "Gives a flow another address; the old one is gone at once",
      .json(.ok, "The webhook", FlowShapes.webhook)
    ) { _, context in
      let webhook = try await flows.renewWebhookAddress(
        try context.id("flowId"), as: try context.requirePrincipal())
      return .json(webhook.json)
    }
  }

  private var setSecret: Endpoint {
    endpoint(
      .put, "/secret", id: "setFlowWebhookSecret", "Enters what callers sign with, or send as key or token",
      body: .json(
        .object([
          .required("secret", .string),
          .optional(
            "name", FlowShapes.secretName, "`primary` when not given; `verify` is the word that Meta sends back."),
        ])), .empty(.noContent, "Kept, encrypted")
    ) { request, context in
      let fields = try await request.fields(context)
      try fields.refuseOthers(than: ["secret", "name"])
      try await flows.setWebhookSecret(
        try context.id("flowId"), Secret(try fields.string("secret")),
        name: try fields.choiceIfAny("name") ?? .primary, as: try context.requirePrincipal())
      return .noContent
    }
  }

  private var removeSecret: Endpoint {
    endpoint(
      .delete, "/secret", id: "removeFlowWebhookSecret", "Forgets a secret",
      parameters: [.query("name", FlowShapes.secretName, "`primary` when not given.")],
      .empty(.noContent, "Forgotten")
    ) { request, context in
      let text = request.query.string("name") ?? HookSecretName.primary.rawValue
      guard let name = HookSecretName(rawValue: text) else {
        throw RequestError.invalidParameter("name", value: text, expected: "primary, secondary or verify")
      }
      try await flows.setWebhookSecret(
        try context.id("flowId"), nil, name: name, as: try context.requirePrincipal())
      return .noContent
    }
  }

  private func endpoint(
    _ method: HTTPRequest.Method, _ path: String, id: String, _ summary: String,
    parameters: [Parameter] = [], body: BodyShape? = nil, _ answer: ResponseShape, handler: @escaping Endpoint.Handler
  ) -> Endpoint {
    Endpoint(
      method, "/rest/v1/flows/{flowId}/webhook\(path)", id: id, summary: summary, tag: "Flows", access: .signedIn,
      parameters: parameters, body: body, responses: [answer], handler: handler)
  }
}
