package import Connections
package import Connectors
import Core
import HTTPTypes
import Hummingbird
import Identity

/// What can be chosen in the fields of an action's form, asked for at the service: categories, folders, channels.
package struct ConnectorOptionEndpoints: EndpointGroup {
  private let runtime: ConnectorRuntime
  private let connections: Connections

  package init(runtime: ConnectorRuntime, connections: Connections) {
    self.runtime = runtime
    self.connections = connections
  }

  package var endpoints: [Endpoint] {
    [
      Endpoint(
        .get, "/rest/v1/connectors/{connectorId}/actions/{action}/options", id: "getConnectorActionOptions",
        summary: "Brings what can be chosen in a field of an action's form", tag: "Connectors", access: .signedIn,
        parameters: Self.parameters, responses: [.json(.ok, "One page of it", ConnectorShapes.options)]
      ) { request, context in
        .json(try await options(request.query, context).json)
      }
    ]
  }

  private static let parameters: [Parameter] = [
    .query("field", .string, required: true, "The field, as categories or target.folder."),
    .query("connection", .string, "The connection's id, or its name in the team."),
    .query("team", .id, "Whose connection is meant by a name; the organization's team when not given."),
    .query("input", .string, "What the form holds so far, as JSON."), .query("search", .string, "What a person typed."),
    .query("cursor", .string, "The next of the page before, as JSON."),
  ]

  private func options(_ query: QueryParameters, _ context: APIContext) async throws -> OptionPage {
    let principal = try context.requirePrincipal()
    let name = "\(context.parameter("connectorId"))/\(context.parameter("action"))"
    guard let action = ActionReference(name) else { throw ConnectorLookupError.action(name) }
    guard let field = query.string("field") else {
      throw RequestError.invalidParameter("field", value: "", expected: "the name of a field")
    }
    return try await runtime.options(
      for: field, of: action, connection: try await connection(query, principal),
      input: try json("input", query) ?? [:],
      search: query.string("search"), cursor: try json("cursor", query))
  }

  /// Whoever may change the flows of a team may see what its connections see, those aside that they may not use.
  private func connection(_ query: QueryParameters, _ principal: Principal) async throws -> ConnectionID? {
    guard let reference = query.string("connection") else { return nil }
    let team: TeamID? = try query.id("team")
    let found: Connection
    if let id = ConnectionID(reference) {
      found = try await connections.read(id, as: principal)
    } else {
      found = try await connections.resolve(reference, in: team ?? principal.organizationTeam)
    }
    try Access.require(.editFlows, on: .team(found.team), as: principal)
    guard found.mayBeUsed(by: principal) else { throw ConnectionError.useRefused(name: found.name) }
    return found.id
  }

  private func json(_ name: String, _ query: QueryParameters) throws -> JSONValue? {
    guard let text = query.string(name) else { return nil }
    guard let value = try? JSONValue(parsing: text) else {
      throw RequestError.invalidParameter(name, value: String(text.prefix(80)), expected: "JSON")
    }
    return value
  }
}
