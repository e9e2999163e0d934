import Connections
import Core
import HTTPAPI
import Hummingbird

/// What happens to a connection by itself.
extension ConnectionPages {
  func showEvents(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let connection = try await connections.read(context.id("connectionId"), as: principal)
    let kind = request.query.string("kind").flatMap(ConnectionEvent.Kind.init(rawValue:))
    let page = try request.query.page()
    let found = try await connections.events(
      of: connection.id, kinds: kind.map { [$0] } ?? [], after: page.after, limit: page.limit, as: principal)
    return try pages.page(
      "connection-events",
      ConnectionEventsPage(
        frame: pages.frame(connection.name, room: .connections, request, context), connection: connection, kind: kind,
        events: found.items, isFirstPage: page.after == nil, next: found.next))
  }
}
