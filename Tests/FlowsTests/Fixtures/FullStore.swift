import Persistence
import Synchronization

/// A store on a disk that is full again and again: of three writes, two find no room.
final class FullStore: Store {
  private let base: any Store
  private let writes = Mutex(0)

  init(_ base: any Store) {
    self.base = base
  }

  var dialect: Dialect { base.dialect }

  func read<Value: Sendable>(_ body: @escaping @Sendable (any Session) throws -> Value) async throws -> Value {
    try await base.read(body)
  }

  @discardableResult
  func write<Value: Sendable>(_ body: @escaping @Sendable (any Session) throws -> Value) async throws -> Value {
    let number = writes.withLock { count in
      count += 1
      return count
    }
    guard number % 3 == 0 else { throw PersistenceError.full }
    return try await base.write(body)
  }

  func notifications(on channel: String) -> AsyncStream<Void> { base.notifications(on: channel) }
  func ping() async throws { try await base.ping() }
}
