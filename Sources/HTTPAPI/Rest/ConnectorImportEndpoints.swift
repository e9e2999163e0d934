package import Connections
package import Connectors
import Core
import HTTPTypes
import Hummingbird
import Identity

/// Makes connectors of documents that describe an API, for the whole deployment.
package struct ConnectorImportEndpoints: EndpointGroup {
  private let imported: ImportedConnectors
  private let connections: Connections
  private static let limit = ImportLimits().bytes

  package init(imported: ImportedConnectors, connections: Connections) {
    self.imported = imported
    self.connections = connections
  }

  package var endpoints: [Endpoint] { [add, remove] }

  private var add: Endpoint {
    Endpoint(
      .post, "/rest/v1/connectors/import", id: "importConnector",
      summary: "Makes a connector of an OpenAPI 3 document or a Postman 2 collection", tag: "Connectors",
      access: .permission(.administerSettings, on: .site),
      parameters: [
        .query("id", .string, "As nameConnector-v1.0; made of the document's title when not given."),
        .query("name", .string, "The document's name, for messages."),
        .query("replace", .boolean, "Whether one that was imported before may be replaced."),
      ],
      body: .bytes("application/octet-stream", "The document, as JSON or YAML."),
      responses: [.json(.created, "The connector", ConnectorShapes.imported)], bodyLimit: .bytes(Self.limit)
    ) { request, context in
      let made = try await imported.add(
        try await request.bytes(upTo: Self.limit), file: request.query.string("name") ?? "document",
        id: try id(request.query), replacing: try request.query.bool("replace"), as: try context.requirePrincipal())
      return .created(
        [
          "connector": ConnectorJSON.connector(made.definition), "yaml": .string(made.yaml),
          "notes": .array(made.notes.map(\.json)),
        ], at: "/rest/v1/connectors/\(made.definition.id)")
    }
  }

  private var remove: Endpoint {
    Endpoint(
      .delete, "/rest/v1/connectors/{connectorId}", id: "removeImportedConnector",
      summary: "Takes away a connector that was imported and that nothing uses", tag: "Connectors",
      access: .permission(.administerSettings, on: .site), responses: [.empty(.noContent, "Done")]
    ) { _, context in
      let text = context.parameter("connectorId")
      guard let id = ConnectorID(text) else { throw ConnectorLookupError.connector(text) }
      try await imported.remove(id, connections: connections, as: try context.requirePrincipal())
      return .noContent
    }
  }

  private func id(_ query: QueryParameters) throws -> ConnectorID? {
    guard let text = query.string("id") else { return nil }
    guard let id = ConnectorID(text) else {
      throw RequestError.invalidParameter("id", value: text, expected: "written as nameConnector-v1.0")
    }
    return id
  }
}
