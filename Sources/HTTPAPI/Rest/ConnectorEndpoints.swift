package import Connectors
import Core
import HTTPTypes
import Hummingbird
import Identity

/// The connectors this server has, and what they can do: what a flow builder and a connection form are made of.
package struct ConnectorEndpoints: EndpointGroup {
  private let shelf: CatalogueShelf

  /// - Parameter shelf: asked at every call, since connectors can be imported.
  package init(shelf: CatalogueShelf) {
    self.shelf = shelf
  }

  private var catalogue: ConnectorCatalogue { shelf.current }

  package var endpoints: [Endpoint] {
    [
      endpoint(
        "/rest/v1/connectors", id: "listConnectors", "Lists the connectors and their connection forms",
        .array(ConnectorShapes.connector)
      ) { _, _ in .json(.array(catalogue.connectors.map(ConnectorJSON.connector))) },
      endpoint(
        "/rest/v1/connectors/{connectorId}", id: "getConnector", "Reads one connector with its actions",
        ConnectorShapes.connectorWithActions
      ) { _, context in
        let connector = try connector(context)
        var json = ConnectorJSON.connector(connector).objectValue ?? [:]
        json["actions"] = .array(actions(of: connector).map(ConnectorJSON.action))
        return .json(.object(json))
      },
      endpoint(
        "/rest/v1/connectors/{connectorId}/actions/{action}", id: "getConnectorAction",
        "Reads one action with the schemas of its input and output", ConnectorShapes.action
      ) { _, context in
        let name = context.parameter("action")
        guard let action = actions(of: try connector(context)).first(where: { $0.reference.action == name }) else {
          throw ConnectorLookupError.action(name)
        }
        return .json(ConnectorJSON.action(action))
      },
    ]
  }

  private func connector(_ context: APIContext) throws -> ConnectorDefinition {
    let id = context.parameter("connectorId")
    guard let connector = catalogue.connector(named: id) else { throw ConnectorLookupError.connector(id) }
    return connector
  }

  private func actions(of connector: ConnectorDefinition) -> [ActionDescription] {
    connector.actionDescriptions
  }

  private func endpoint(
    _ path: String, id: String, _ summary: String, _ shape: Shape, handler: @escaping Endpoint.Handler
  ) -> Endpoint {
    Endpoint(
      .get, path, id: id, summary: summary, tag: "Connectors",
      access: .permission(.viewFlows, on: .library), responses: [.json(.ok, "It", shape)], handler: handler)
  }
}
