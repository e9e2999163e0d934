package import Connections
package import Connectors
import Core
package import Flows
import Foundation
import HTTPTypes
import Hummingbird
import Identity

/// What a team's flows can be made of: every action that can run, and the team's connections.
package struct FlowCatalogueEndpoints: EndpointGroup {
  private let actions: ActionRegistry
  private let shelf: CatalogueShelf
  private let connections: Connections

  package init(actions: ActionRegistry, shelf: CatalogueShelf, connections: Connections) {
    self.actions = actions
    self.shelf = shelf
    self.connections = connections
  }

  package var endpoints: [Endpoint] { [list, read] }

  private var list: Endpoint {
    endpoint(
      "/flows/catalogue", id: "getFlowCatalogue", "Lists every action there is and the connections of a team",
      parameters: [.query("team", .id, "The organization's team when not given.")],
      .object([
        .required("actions", .array(FlowCatalogueShapes.action)),
        .required("connections", .array(FlowCatalogueShapes.connection)),
      ])
    ) { request, context in
      let principal = try context.requirePrincipal()
      let team = try request.query.id("team") ?? principal.organizationTeam
      try Access.require(.viewFlows, on: .team(team), as: principal)
      let found = try await connections.list(team: team, as: principal)
      let known = described
      return .json([
        "actions": .array(actions.all.map { FlowCatalogueShapes.json($0, known[$0.name]) }),
        "connections": .array(found.map(FlowCatalogueShapes.json)),
      ])
    }
  }

  private var read: Endpoint {
    endpoint(
      "/flows/catalogue/{connector}/{action}", id: "getFlowCatalogueAction",
      "Reads one action with the schemas of its input and output", FlowCatalogueShapes.wholeAction
    ) { _, context in
      _ = try context.requirePrincipal()
      let name = "\(context.parameter("connector"))/\(context.parameter("action"))"
      guard let action = actions[name] else { throw ConnectorLookupError.action(name) }
      var body = FlowCatalogueShapes.json(action, described[name]).objectValue ?? [:]
      body["inputSchema"] = action.inputSchema
      body["outputSchema"] = action.outputSchema
      return .json(.object(body))
    }
  }

  private var described: [String: ActionDescription] {
    Dictionary(shelf.current.actions.map { ($0.reference.description, $0) }, uniquingKeysWith: { _, later in later })
  }

  private func endpoint(
    _ path: String, id: String, _ summary: String, parameters: [Parameter] = [], _ shape: Shape,
    handler: @escaping Endpoint.Handler
  ) -> Endpoint {
    Endpoint(
      .get, "/rest/v1\(path)", id: id, summary: summary, tag: "Flows", access: .signedIn, parameters: parameters,
      responses: [.json(.ok, "It", shape)], handler: handler)
  }
}
