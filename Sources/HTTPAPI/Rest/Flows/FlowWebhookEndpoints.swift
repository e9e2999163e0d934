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

  package var endpoints: [Endpoint] { [read, setSecret, removeSecret] }

  private var read: Endpoint {
    endpoint(
      .get, "", id: "getFlowWebhook", "Reads where other systems send what starts a flow",
      .json(.ok, "The webhook", FlowShapes.webhook)
    ) { _, context in
      let webhook = try await flows.webhook(of: try context.id("flowId"), as: try context.requirePrincipal())
      return .json(["path": .string("/hooks/\(webhook.token.revealed)"), "signed": .bool(webhook.hasSecret)])
    }
  }

  private var setSecret: Endpoint {
    endpoint(
      .put, "/secret", id: "setFlowWebhookSecret", "Enters the secret with which the sender signs",
      body: .json(.object([.required("secret", .string)])), .empty(.noContent, "Kept, encrypted")
    ) { request, context in
      let fields = try await request.fields(context)
      try fields.refuseOthers(than: ["secret"])
      try await flows.setWebhookSecret(
        try context.id("flowId"), Secret(try fields.string("secret")), as: try context.requirePrincipal())
      return .noContent
    }
  }

  private var removeSecret: Endpoint {
    endpoint(
      .delete, "/secret", id: "removeFlowWebhookSecret", "Forgets the secret", .empty(.noContent, "Forgotten")
    ) { _, context in
      try await flows.setWebhookSecret(try context.id("flowId"), nil, as: try context.requirePrincipal())
      return .noContent
    }
  }

  private func endpoint(
    _ method: HTTPRequest.Method, _ path: String, id: String, _ summary: String, body: BodyShape? = nil,
    _ answer: ResponseShape, handler: @escaping Endpoint.Handler
  ) -> Endpoint {
    Endpoint(
      method, "/rest/v1/flows/{flowId}/webhook\(path)", id: id, summary: summary, tag: "Flows", access: .signedIn,
      body: body, responses: [answer], handler: handler)
  }
}
