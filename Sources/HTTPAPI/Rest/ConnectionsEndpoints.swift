package import Connections
import Core
import HTTPTypes
import Hummingbird
import Identity

/// Connections of teams. Who may do what depends on the team, so that the room itself asks.
package struct ConnectionsEndpoints: EndpointGroup {
  private let connections: Connections

  package init(connections: Connections) {
    self.connections = connections
  }

  package var endpoints: [Endpoint] {
    [list, create] + one + [history, check]
  }

  private var list: Endpoint {
    endpoint(
      .get, "", id: "listConnections", "Lists the connections of the caller's teams",
      parameters: [.query("team", .id, "Only those of this team.")],
      .json(.ok, "The connections", IdentityShapes.list(of: ConnectionShapes.connection))
    ) { request, context in
      let team: TeamID? = try request.query.id("team")
      return .items(try await connections.list(team: team, as: try context.requirePrincipal()).map(\.json))
    }
  }

  private var create: Endpoint {
    endpoint(
      .post, "", id: "createConnection", "Makes a connection", body: ConnectionShapes.creation,
      .json(.created, "The connection", ConnectionShapes.connection)
    ) { request, context in
      let principal = try context.requirePrincipal()
      let fields = try await request.fields(context)
      try fields.refuseOthers(than: ConnectionFormReading.members.union(["team", "connector"]))
      let made = try await connections.create(
        in: try fields.idIfAny("team") ?? principal.organizationTeam, connector: try fields.string("connector"),
        try ConnectionFormReading.form(fields), as: principal)
      return .created(made.json, at: "/rest/v1/connections/\(made.id)")
    }
  }

  private var one: [Endpoint] {
    [
      endpoint(
        .get, "/{connectionId}", id: "getConnection", "Reads a connection",
        .json(.ok, "The connection", ConnectionShapes.connection)
      ) { _, context in
        .json(try await connections.read(try context.id("connectionId"), as: try context.requirePrincipal()).json)
      },
      endpoint(
        .patch, "/{connectionId}", id: "updateConnection", "Changes a connection", body: ConnectionShapes.change,
        .json(.ok, "The connection", ConnectionShapes.connection)
      ) { request, context in
        let fields = try await request.fields(context)
        try fields.refuseOthers(than: ConnectionFormReading.members)
        let changed = try await connections.update(
          try context.id("connectionId"), try ConnectionFormReading.form(fields), as: try context.requirePrincipal())
        return .json(changed.json)
      },
      endpoint(
        .delete, "/{connectionId}", id: "deleteConnection", "Deletes a connection that nothing uses",
        .empty(.noContent, "Done")
      ) { _, context in
        try await connections.delete(try context.id("connectionId"), as: try context.requirePrincipal())
        return .noContent
      },
    ]
  }

  private var history: Endpoint {
    endpoint(
      .get, "/{connectionId}/history", id: "getConnectionHistory", "Lists who changed and used it",
      .json(.ok, "The newest first", IdentityShapes.list(of: ConnectionShapes.auditEntry))
    ) { _, context in
      .items(
        try await connections.history(try context.id("connectionId"), as: try context.requirePrincipal()).map(\.json))
    }
  }

  private var check: Endpoint {
    endpoint(
      .post, "/{connectionId}/test", id: "testConnection", "Makes the connector's check call",
      .json(.ok, "What was found", ConnectionShapes.check)
    ) { _, context in
      .json(try await connections.check(try context.id("connectionId"), as: try context.requirePrincipal()).json)
    }
  }

  private func endpoint(
    _ method: HTTPRequest.Method, _ path: String, id: String, _ summary: String, parameters: [Parameter] = [],
    body: BodyShape? = nil, _ response: ResponseShape, handler: @escaping Endpoint.Handler
  ) -> Endpoint {
    Endpoint(
      method, "/rest/v1/connections\(path)", id: id, summary: summary, tag: "Connections", access: .signedIn,
      parameters: parameters, body: body, responses: [response], handler: handler)
  }
}
