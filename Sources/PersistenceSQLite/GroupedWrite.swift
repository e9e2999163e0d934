internal import GRDB
import Persistence
import Synchronization

/// A write on its way through the queue.
protocol PendingWrite: Sendable {
  /// Runs the body in a savepoint of its own and keeps what came of it. May be called again after a rollback.
  func attempt(in database: GRDB.Database)

  /// Tells the caller, after the commit or instead of it.
  /// - Parameter commitError: why the transaction was not committed; `nil` when it was.
  /// - Returns: the channels to wake.
  func settle(commitError: (any Error)?) -> Set<String>
}

/// A write that shares its commit with others, and the caller who waits for it.
final class GroupedWrite<Value: Sendable>: PendingWrite {
  private struct State {
    var isCancelled = false
    var outcome: Result<Value, any Error>?
    var notifiedChannels: Set<String> = []
    var caller: CheckedContinuation<Value, any Error>?
  }

  private let body: @Sendable (any Session) throws -> Value
  private let state = Mutex(State())

  init(_ body: @escaping @Sendable (any Session) throws -> Value) {
    self.body = body
  }

  /// Names who waits; before the write is handed to the queue.
  func answer(to caller: CheckedContinuation<Value, any Error>) {
    state.withLock { $0.caller = caller }
  }

  /// Takes the write back if it hasn't begun. Once begun it is finished: it would spoil its group.
  func cancel() {
    state.withLock { $0.isCancelled = true }
  }

  func attempt(in database: GRDB.Database) {
    let session = SQLiteSession(database)
    let isCancelled = state.withLock(\.isCancelled)
    let outcome = Result<Value, any Error> {
      if isCancelled { throw CancellationError() }
      var value: Value?
      try database.inSavepoint {
        value = try session.finishing(body)
        return .commit
      }
      guard let value else { throw PersistenceError.unavailable(reason: "the transaction ended early") }
      return value
    }
    state.withLock { state in
      state.outcome = outcome
      state.notifiedChannels = session.notifiedChannels
    }
  }

  func settle(commitError: (any Error)?) -> Set<String> {
    let (outcome, channels, caller) = state.withLock { state in
      defer { state.caller = nil }
      return (state.outcome, state.notifiedChannels, state.caller)
    }
    switch (outcome, commitError) {
    case (.failure(let error), _):
      caller?.resume(throwing: PersistenceError.fromSQLite(error))
      return []
    case (.success(let value), nil):
      caller?.resume(returning: value)
      return channels
    case (_, let error):
      let reason = PersistenceError.unavailable(reason: "the transaction was not begun")
      caller?.resume(throwing: error.map(PersistenceError.fromSQLite) ?? reason)
      return []
    }
  }
}
