package import Connections
package import Core
package import HTTPAPI
import HTTPTypes
import Hummingbird
package import Identity

/// Connections: the list, the form, connecting and testing.
package struct ConnectionPages: EndpointGroup {
  let connections: Connections
  let directory: ConnectorDirectory
  let people: People
  let redirectURI: String
  let effects: Effects
  let pages: PageRenderer

  package init(
    connections: Connections, directory: ConnectorDirectory, people: People, redirectURI: String,
    effects: Effects, pages: PageRenderer
  ) {
    self.connections = connections
    self.directory = directory
    self.people = people
    self.redirectURI = redirectURI
    self.effects = effects
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
      .page(one + "/events", id: "getConnectionEventsPage", summary: "Shows what happened to it", handler: showEvents),
      .act(one + "/authorize", id: "postConnectionAuthorize", summary: "Leads to the consent page", handler: authorize),
      .page(one + "/waiting", id: "getConnectionWaiting", summary: "Shows where to agree", handler: showWaiting),
      .act(one + "/waiting", id: "postConnectionWaiting", summary: "Asks whether somebody agreed", handler: ask),
      .act(one + "/invitations", id: "postConnectionInvitation", summary: "Makes a link", handler: invite),
      .act(
        one + "/invitations/withdraw", id: "postConnectionWithdrawal", summary: "Takes links back", handler: withdraw),
      .act(one + "/active", id: "postConnectionActive", summary: "Switches a connection", handler: setActive),
      .act(one + "/test", id: "postConnectionTest", summary: "Tests a connection", handler: test),
      .act(one + "/delete", id: "postConnectionDelete", summary: "Deletes a connection", handler: delete),
    ]
  }

  private func showAll(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let all = try await connections.list(as: principal)
    let filter = ConnectionFilter(request.query)
    var names = PersonNames(people)
    var rows: [ConnectionsPage.Row] = []
    for connection in filter.matches(all, of: principal.person) {
      rows.append(
        .init(
          connection, owner: await names.name(of: connection.owner), canTest: Self.canChange(connection, principal)))
    }
    return try pages.page(
      "connections",
      ConnectionsPage(
        frame: pages.frame("Connections", room: .connections, request, context),
        canCreate: Access.allows(.connectSource, on: .team(principal.organizationTeam), as: principal),
        readsAudit: AuditTrail.isReadable(of: principal.organizationTeam, by: principal), filter: filter, all: all,
        rows: rows))
  }

  private func showNew(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    try Access.require(.connectSource, on: .team(principal.organizationTeam), as: principal)
    guard let id = request.query.string("connector") else {
      return try pages.page(
        "connection-choice",
        ConnectionChoicePage(
          frame: pages.frame("New connection", room: .connections, request, context), directory.newest,
          search: ServiceSearch(request.query), ready: try await connections.readyIntegrations(as: principal),
          canIntegrate: Access.allows(.administerIntegrations, on: .site, as: principal)))
    }
    return try await form(connector: id, nil, request, context)
  }

  private func create(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let fields = try await pages.form(request, context)
    let connector = try fields.require("connector")
    do {
      let made = try await connections.create(
        in: principal.organizationTeam, connector: connector, entered(fields, connector, nil), as: principal)
      return try await tested(made, as: principal)
    } catch let error as ConnectionError {
      return try await form(connector: connector, nil, entered: fields, problem: error, request, context)
    }
  }

  private func show(_ request: Request, _ context: APIContext) async throws -> Response {
    let connection = try await connections.read(context.id("connectionId"), as: context.requirePrincipal())
    return try await form(connector: connection.connector, connection, request, context)
  }

  private func save(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let connection = try await connections.read(context.id("connectionId"), as: principal)
    let fields = try await pages.form(request, context)
    do {
      let entered = try await entered(fields, connection.connector, connection)
      let changed = try await connections.update(connection.id, entered, as: principal)
      return try await tested(changed, as: principal)
    } catch let error as ConnectionError {
      return try await form(
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

  private func setActive(_ request: Request, _ context: APIContext) async throws -> Response {
    let fields = try await pages.form(request, context)
    var change = ConnectionForm()
    change.isActive = fields["active"] == "true"
    _ = try await connections.update(context.id("connectionId"), change, as: context.requirePrincipal())
    return pages.redirect(to: "/app/connections?notice=saved")
  }

  private func test(_ request: Request, _ context: APIContext) async throws -> Response {
    let id: ConnectionID = try context.id("connectionId")
    _ = try await pages.form(request, context)
    let outcome = try await connections.check(id, as: context.requirePrincipal())
    return pages.redirect(to: "/app/connections/\(id)?notice=\(outcome.isWorking ? "tested" : "test-failed")")
  }

  private func delete(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    _ = try await pages.form(request, context)
    let id: ConnectionID = try context.id("connectionId")
    do {
      try await connections.delete(id, as: principal)
      return pages.redirect(to: "/app/connections?notice=deleted")
    } catch let error as ConnectionError where error.category == .conflict {
      let connection = try await connections.read(id, as: principal)
      return try await form(connector: connection.connector, connection, problem: error, request, context)
    }
  }

  static func canChange(_ connection: Connection, _ principal: Principal) -> Bool {
    Access.allows(.changeConnection, on: .team(connection.team), as: principal)
  }
}
