package import Connections
import Core
import HTTPTypes
import Hummingbird
import Identity

/// What the administrator enters for each service. Secrets go in and never come out.
package struct IntegrationsEndpoints: EndpointGroup {
  private let integrations: Integrations

  package init(integrations: Integrations) {
    self.integrations = integrations
  }

  package var endpoints: [Endpoint] {
    [
      endpoint(.get, "", id: "listIntegrations", "Lists the services that connectors need an OAuth application for") {
        _, context in .items(try await integrations.list(as: try context.requirePrincipal()).map(\.json))
      },
      endpoint(.get, "/{kind}", id: "getIntegration", "Reads an integration") { _, context in
        .json(try await integrations.read(context.parameter("kind"), as: try context.requirePrincipal()).json)
      },
      endpoint(
        .patch, "/{kind}", id: "updateIntegration", "Enters the client id, the client secret and own addresses",
        body: IntegrationShapes.change
      ) { request, context in
        let change = try IntegrationShapes.change(try await request.fields(context))
        return .json(
          try await integrations.update(context.parameter("kind"), change, as: try context.requirePrincipal()).json)
      },
      endpoint(
        .post, "/{kind}/enable", id: "enableIntegration", "Lets connections use it", permission: .enableIntegrations
      ) { _, context in
        .json(
          try await integrations.setEnabled(true, context.parameter("kind"), as: try context.requirePrincipal()).json)
      },
      endpoint(
        .post, "/{kind}/disable", id: "disableIntegration", "Stops connections from using it",
        permission: .enableIntegrations
      ) { _, context in
        .json(
          try await integrations.setEnabled(false, context.parameter("kind"), as: try context.requirePrincipal()).json)
      },
      endpoint(.get, "/{kind}/history", id: "getIntegrationHistory", "Lists who changed what and when") { _, context in
        .items(
          try await integrations.history(context.parameter("kind"), as: try context.requirePrincipal()).map(\.json))
      },
    ]
  }

  private func endpoint(
    _ method: HTTPRequest.Method, _ path: String, id: String, _ summary: String,
    permission: Permission = .administerIntegrations, body: BodyShape? = nil, handler: @escaping Endpoint.Handler
  ) -> Endpoint {
    let shape =
      switch id {
      case "listIntegrations": IdentityShapes.list(of: IntegrationShapes.integration)
      case "getIntegrationHistory": IdentityShapes.list(of: ConnectionShapes.auditEntry)
      default: IntegrationShapes.integration
      }
    return Endpoint(
      method, "/rest/v1/integrations\(path)", id: id, summary: summary, tag: "Integrations",
      access: .permission(permission, on: .site), body: body, responses: [.json(.ok, summary, shape)],
      handler: handler)
  }
}
