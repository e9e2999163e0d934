package import Core
package import Identity
import Persistence

extension Connections {
  /// What happened to a connection, the newest first.
  /// - Parameter kinds: only these; all when empty.
  package func events(
    of id: ConnectionID, kinds: [ConnectionEvent.Kind] = [], after: PageCursor? = nil, limit: Int = 50,
    as principal: Principal
  ) async throws -> Page<ConnectionEvent> {
    _ = try await read(id, as: principal)
    let kinds = kinds.isEmpty ? ConnectionEvent.Kind.allCases : kinds
    let before = after?.keys.first?.intValue.map { Int($0) }
    let found = try await store.read { session in
      try ConnectionEventStore.list(of: id, kinds: kinds, before: before, limit: limit + 1, in: session)
    }
    let shown = Array(found.prefix(limit))
    let next = found.count > limit ? shown.last.map { PageCursor(keys: [JSONValue($0.number)]) } : nil
    return Page(items: shown, next: next)
  }
}
