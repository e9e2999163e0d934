import Connections
import Core
import HTTPAPI
import HTTPTypes
import Hummingbird
import Identity

/// Ways to a person's consent: the service's page, a code that is entered elsewhere, a link for somebody else.
extension ConnectionPages {
  func authorize(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    _ = try await pages.form(request, context)
    let id: ConnectionID = try context.id("connectionId")
    let connection = try await connections.read(id, as: principal)
    do {
      guard connection.authentication.consent == .page else {
        _ = try await connections.beginWaiting(id, as: principal)
        return pages.redirect(to: "/app/connections/\(id)/waiting")
      }
      let start = try await connections.beginAuthorization(id, as: principal)
      return Response(status: .seeOther, headers: [.location: start.url, .setCookie: start.setCookie])
    } catch let error as AuthorizationError {
      return try await form(connector: connection.connector, connection, problem: error, request, context)
    }
  }

  func showWaiting(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let id: ConnectionID = try context.id("connectionId")
    let connection = try await connections.read(id, as: principal)
    guard let consent = try await connections.waiting(id, as: principal) else {
      return pages.redirect(to: "/app/connections/\(id)")
    }
    let frame = pages.frame(connection.name, room: .connections, request, context)
    return try pages.page(
      "connection-waiting",
      ConnectionWaitingPage(
        frame: frame, heading: connection.name, service: service(connection), consent: consent,
        back: "/app/connections/\(id)", action: "/app/connections/\(id)/waiting"))
  }

  func ask(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    _ = try await pages.form(request, context)
    let id: ConnectionID = try context.id("connectionId")
    do {
      switch try await connections.askWaiting(id, as: principal) {
      case .pending: return pages.redirect(to: "/app/connections/\(id)/waiting")
      case .connected: return pages.redirect(to: "/app/connections/\(id)?notice=connected")
      }
    } catch let error as AuthorizationError {
      let connection = try await connections.read(id, as: principal)
      return try await form(connector: connection.connector, connection, problem: error, request, context)
    }
  }

  func invite(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let fields = try await pages.form(request, context)
    let id: ConnectionID = try context.id("connectionId")
    let days = Double(fields["days"] ?? "") ?? 3
    let made = try await connections.invite(
      to: id, recipient: fields["recipient"] ?? "", lifetime: days * 86_400, as: principal)
    let connection = try await connections.read(id, as: principal)
    return try await form(connector: connection.connector, connection, link: made.url, request, context)
  }

  func withdraw(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try await pages.form(request, context)
    let id: ConnectionID = try context.id("connectionId")
    try await connections.withdrawInvitations(of: id, as: context.requirePrincipal())
    return pages.redirect(to: "/app/connections/\(id)?notice=saved")
  }

  private func service(_ connection: Connection) -> String {
    directory.find(connection.connector)?.title ?? connection.connector
  }
}
