package import Connections
import Core
package import HTTPAPI
import HTTPTypes
import Hummingbird
import Identity

/// Connections: the list, the form, connecting and testing.
package struct ConnectionPages: EndpointGroup {
  private let connections: Connections
  private let directory: ConnectorDirectory
  private let redirectURI: String
  private let pages: PageRenderer

  package init(
    connections: Connections, directory: ConnectorDirectory, redirectURI: String, pages: PageRenderer
  ) {
    self.connections = connections
    self.directory = directory
    self.redirectURI = redirectURI
    self.pages = pages
  }

  package var endpoints: [Endpoint] {
    let one = "/app/connections/{connectionId}"
    return [
      .page("/app/connections", id: "getConnectionsPage", summary: "Shows the connections", handler: showAll),
      .page("/app/connections/new", id: "getNewConnectionPage", summary: "Shows the form", handler: showNew),
      .act("/app/connections/new", id: "postNewConnectionPage", summary: "Makes a connection", handler: create),
      .page(one, id: "getConnectionPage", summary: "Shows a connection", handler: show),
      .act(one, id: "postConnectionPage", summary: "Changes a connection", handler: save),
      .act(one + "/authorize", id: "postConnectionAuthorize", summary: "Leads to the consent page", handler: authorize),
      .act(one + "/test", id: "postConnectionTest", summary: "Tests a connection", handler: test),
      .act(one + "/delete", id: "postConnectionDelete", summary: "Deletes a connection", handler: delete),
    ]
  }

  private func showAll(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let found = try await connections.list(as: principal)
    return try pages.page(
      "connections",
      ConnectionsPage(
        frame: pages.frame("Connections", room: .connections, request, context),
        canCreate: Access.allows(.connectSource, on: .team(principal.organizationTeam), as: principal),
        connections: found.map { .init($0, canTest: Self.canChange($0, principal)) }))
  }

  private func showNew(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    try Access.require(.connectSource, on: .team(principal.organizationTeam), as: principal)
    guard let id = request.query.string("connector") else {
      let frame = pages.frame("New connection", room: .connections, request, context)
      return try pages.page("connection-choice", ConnectionChoicePage(frame: frame, directory.all))
    }
    return try form(connector: id, nil, request, context)
  }

  private func create(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let fields = try await pages.form(request, context)
    let connector = try fields.require("connector")
    do {
      let made = try await connections.create(
        in: principal.organizationTeam, connector: connector, ConnectionFields.form(fields), as: principal)
      return try await tested(made, as: principal)
    } catch let error as ConnectionError {
      return try form(connector: connector, nil, entered: fields, problem: error, request, context)
    }
  }

  private func show(_ request: Request, _ context: APIContext) async throws -> Response {
    let connection = try await connections.read(context.id("connectionId"), as: context.requirePrincipal())
    return try form(connector: connection.connector, connection, request, context)
  }

  private func save(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let connection = try await connections.read(context.id("connectionId"), as: principal)
    let fields = try await pages.form(request, context)
    do {
      let changed = try await connections.update(connection.id, ConnectionFields.form(fields), as: principal)
      return try await tested(changed, as: principal)
    } catch let error as ConnectionError {
      return try form(
        connector: connection.connector, connection, entered: fields, problem: error, request, context)
    }
  }

  /// Leads to a saved connection. One that needs nobody's consent is tested at once, so that it never looks better than
  /// it is.
  private func tested(_ connection: Connection, as principal: Principal) async throws -> Response {
    var notice = "saved"
    if connection.state == .untested, connection.isActive {
      notice = try await connections.check(connection.id, as: principal).isWorking ? "tested" : "test-failed"
    }
    return pages.redirect(to: "/app/connections/\(connection.id)?notice=\(notice)")
  }

  private func authorize(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try await pages.form(request, context)
    let start = try await connections.beginAuthorization(
      context.id("connectionId"), as: context.requirePrincipal())
    return Response(status: .seeOther, headers: [.location: start.url, .setCookie: start.setCookie])
  }

  private func test(_ request: Request, _ context: APIContext) async throws -> Response {
    let id: ConnectionID = try context.id("connectionId")
    _ = try await pages.form(request, context)
    let outcome = try await connections.check(id, as: context.requirePrincipal())
    return pages.redirect(to: "/app/connections/\(id)?notice=\(outcome.isWorking ? "tested" : "test-failed")")
  }

  private func delete(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try await pages.form(request, context)
    try await connections.delete(context.id("connectionId"), as: context.requirePrincipal())
    return pages.redirect(to: "/app/connections?notice=deleted")
  }

  private func form(
    connector id: String, _ connection: Connection?, entered: FormFields? = nil, problem: (any CodedError)? = nil,
    _ request: Request, _ context: APIContext
  ) throws -> Response {
    let principal = try context.requirePrincipal()
    guard let connector = directory.find(id) else { throw ConnectionError.unknownConnector(id) }
    let title = connection?.name ?? "New connection"
    let atField = problem.flatMap(FieldProblem.init)
    let fields = ConnectionFields(
      connector, connection: connection, entered: entered, problem: atField, redirectURI: redirectURI)
    return try pages.page(
      "connection",
      ConnectionPage(
        frame: pages.frame(title, room: .connections, request, context), connector: connector, connection: connection,
        form: fields,
        problem: atField.map { fields.has($0.field) } == true ? nil : problem?.description,
        canChange: connection.map { Self.canChange($0, principal) } ?? true),
      status: problem?.httpStatus ?? .ok, headers: PageRenderer.formsMayLeave)
  }

  private static func canChange(_ connection: Connection, _ principal: Principal) -> Bool {
    Access.allows(.changeConnection, on: .team(connection.team), as: principal)
  }
}
