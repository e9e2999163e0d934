import CPostgres
import Core
import Persistence

/// One connection and the thread on which it blocks.
actor PostgresConnection {
  private let executor: QueueExecutor
  private let uri: Secret
  private var handle: PostgresHandle?
  private var statements = StatementCache()
  private var hasServed = false

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  init(uri: Secret, number: Int) {
    self.uri = uri
    executor = QueueExecutor(label: "weir.postgres.\(number)")
  }

  /// - Throws: ``PersistenceError/unavailable(reason:)``
  func connect() throws {
    let opened = try PostgresHandle(uri: uri)
    // Compiling a plan costs more than the short statements that are run here.
    try opened.execute("set jit = off")
    handle = opened
    statements = StatementCache()
  }

  func close() {
    handle = nil
  }

  /// Runs one transaction from its beginning to its commit, or to its rollback.
  func transaction<Value: Sendable>(
    _ kind: TransactionKind, _ cancellation: TransactionCancellation,
    _ body: @Sendable (any Session) throws -> Value
  ) -> TransactionOutcome<Value> {
    let wasIdle = hasServed && handle != nil
    let first = attempt(kind, cancellation, body)
    // A connection that was idle may have been lost meanwhile; nothing has happened yet, so a new one does as well.
    guard wasIdle, !first.hasBegun, let handle, !handle.isAlive else { return first.outcome }
    self.handle = nil
    return attempt(kind, cancellation, body).outcome
  }

  private func attempt<Value: Sendable>(
    _ kind: TransactionKind, _ cancellation: TransactionCancellation,
    _ body: @Sendable (any Session) throws -> Value
  ) -> (outcome: TransactionOutcome<Value>, hasBegun: Bool) {
    do {
      if handle == nil { try connect() }
    } catch {
      let failure = PostgresFailure(error, wasCancelled: false)
      return (TransactionOutcome(result: .failure(failure.error), isReusable: false, mayBeRunAgain: false), false)
    }
    guard let handle else { return (.lost, false) }
    let session = PostgresSession(kind, handle, statements, cancellation)
    defer {
      statements = session.statements
      hasServed = hasServed || session.hasBegun
    }
    return (run(body, session, handle, isRead: kind == .read, cancellation), session.hasBegun)
  }

  private func run<Value: Sendable>(
    _ body: @Sendable (any Session) throws -> Value, _ session: PostgresSession, _ handle: PostgresHandle,
    isRead: Bool, _ cancellation: TransactionCancellation
  ) -> TransactionOutcome<Value> {
    do {
      cancellation.begin(handle.canceller)
      defer { cancellation.end() }
      let value = try session.finishing(body)
      cancellation.end()
      if isRead, session.hasBegun {
        return TransactionOutcome(result: .success(value), isReusable: handle.commitReading(), mayBeRunAgain: false)
      }
      try session.commit()
      let isReusable = session.hasBegun ? handle.isIdle : handle.isAlive
      return TransactionOutcome(
        result: .success(value), isReusable: isReusable, mayBeRunAgain: false, notified: session.notifiedChannels)
    } catch {
      cancellation.end()
      session.rollBack()
      return outcome(of: error, session, handle)
    }
  }

  private func outcome<Value>(
    of error: any Error, _ session: PostgresSession, _ handle: PostgresHandle
  ) -> TransactionOutcome<Value> {
    let isReusable = handle.isIdle
    let mayBeRunAgain = isReusable && session.canBeRunAgain
    return TransactionOutcome(result: .failure(error), isReusable: isReusable, mayBeRunAgain: mayBeRunAgain)
  }
}

extension TransactionOutcome {
  fileprivate static var lost: Self {
    let error = PersistenceError.unavailable(reason: "the connection is closed")
    return Self(result: .failure(error), isReusable: false, mayBeRunAgain: false)
  }
}
