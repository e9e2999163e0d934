import CPostgres

/// Asks the server to stop what one connection is doing.
///
/// `@unchecked Sendable`: libpq documents `PQcancel` as safe from any thread, the pointer never changes, and it is
/// freed when the last holder lets go.
final class QueryCanceller: @unchecked Sendable {
  private let pointer: OpaquePointer

  init(_ pointer: OpaquePointer) {
    self.pointer = pointer
  }

  deinit {
    PQfreeCancel(pointer)
  }

  /// Blocks until the server has taken the request. A request that fails is forgotten: the query then ends by itself.
  func cancel() {
    var reason = [CChar](repeating: 0, count: 256)
    _ = PQcancel(pointer, &reason, Int32(reason.count))
  }
}
