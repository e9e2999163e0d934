import Persistence
import Synchronization

/// A store that dies after so many writes, as a server that is killed does: nothing is written any more.
final class FragileStore: Store {
  private let base: any Store
  private let left: Mutex<Int>

  /// - Parameter writes: how many still succeed.
  init(_ base: any Store, writes: Int) {
    self.base = base
    left = Mutex(writes)
  }

  var dialect: Dialect { base.dialect }

  func read<Value: Sendable>(_ body: @escaping @Sendable (any Session) throws -> Value) async throws -> Value {
    try await base.read(body)
  }

  func write<Value: Sendable>(_ body: @escaping @Sendable (any Session) throws -> Value) async throws -> Value {
    let isAlive = left.withLock { left in
      left -= 1
      return left >= 0
    }
    guard isAlive else { throw CancellationError() }
    return try await base.write(body)
  }

  func notifications(on channel: String) -> AsyncStream<Void> { base.notifications(on: channel) }

  func ping() async throws { try await base.ping() }
}
