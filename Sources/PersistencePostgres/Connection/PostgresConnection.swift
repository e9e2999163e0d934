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
    handle = try PostgresHandle(uri: uri)
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
    do {
      try begin(kind)
    } catch {
      let failure = PostgresFailure(error, wasCancelled: false)
      return TransactionOutcome(result: .failure(failure.error), isReusable: false, mayBeRunAgain: false)
    }
    guard let handle else { return .lost }
    hasServed = true
    let session = PostgresSession(handle, statements, cancellation)
    defer { statements = session.statements }
    do {
      cancellation.begin(handle.canceller)
      defer { cancellation.end() }
      let value = try session.finishing(body)
      cancellation.end()
      if kind == .read {
        return TransactionOutcome(result: .success(value), isReusable: handle.commitReading(), mayBeRunAgain: false)
      }
      try session.commit()
      return TransactionOutcome(
        result: .success(value), isReusable: handle.isIdle, mayBeRunAgain: false, notified: session.notifiedChannels)
    } catch {
      cancellation.end()
      session.rollBack()
      return outcome(of: error, session, handle)
    }
  }

  /// A connection that was idle may have been lost meanwhile; nothing has happened yet, so a new one does as well.
  private func begin(_ kind: TransactionKind) throws {
    if let handle {
      do {
        return try handle.execute(kind.beginning)
      } catch {
        guard hasServed, !handle.isAlive else { throw error }
      }
    }
    try connect()
    try handle?.execute(kind.beginning)
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
