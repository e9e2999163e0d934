import Persistence
import Synchronization

/// A store that dies: after so many writes nothing goes through any more, as for a process that is killed.
///
/// The last write may still reach the disk without the writer hearing of it.
struct MortalStore: Store {
  private final class Life: Sendable {
    let writesLeft: Mutex<Int>

    init(writes: Int) {
      writesLeft = Mutex(writes)
    }

    func spend() -> Int {
      writesLeft.withLock { left in
        left -= 1
        return left
      }
    }

    var isOver: Bool { writesLeft.withLock { $0 < 0 } }
  }

  /// Not one that may pass: nobody tries again.
  static let death = PersistenceError.corrupt(reason: "killed")

  private let base: any Store
  private let life: Life
  private let keepsLastWrite: Bool
  private let onDeath: @Sendable () -> Void

  init(_ base: any Store, writes: Int, keepsLastWrite: Bool, onDeath: @escaping @Sendable () -> Void) {
    self.base = base
    life = Life(writes: writes)
    self.keepsLastWrite = keepsLastWrite
    self.onDeath = onDeath
  }

  var dialect: Dialect { base.dialect }

  func read<Value: Sendable>(_ body: @escaping @Sendable (any Session) throws -> Value) async throws -> Value {
    if life.isOver { throw Self.death }
    return try await base.read(body)
  }

  @discardableResult
  func write<Value: Sendable>(_ body: @escaping @Sendable (any Session) throws -> Value) async throws -> Value {
    switch life.spend() {
    case 0...: return try await base.write(body)
    case -1:
      if keepsLastWrite { _ = try? await base.write(body) }
      onDeath()
      throw Self.death
    default: throw Self.death
    }
  }

  func notifications(on channel: String) -> AsyncStream<Void> { base.notifications(on: channel) }
  func ping() async throws { try await base.ping() }
}
