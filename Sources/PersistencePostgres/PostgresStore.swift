package import Core
package import Logging
package import Persistence

/// A store in PostgreSQL, or in anything that speaks its protocol, for deployments of several processes.
///
/// Every write is serializable, which is what one writer at a time gives on SQLite: a rule that a transaction checks
/// still holds when it commits. PostgreSQL ends one of two transactions that get in each other's way; that one is run
/// again here, a bounded number of times, which is why bodies may be run more than once.
///
/// A connection that is lost costs the calls that were using it (``PersistenceError/unavailable(reason:)``) and no
/// others: the next call opens a new one. When it is lost during the commit, the change may have been kept.
package struct PostgresStore: Store {
  package var dialect: Dialect { .postgres }

  private let pool: ConnectionPool
  private let notifications: PostgresNotifications
  private let turn = RetryTurn()
  private let effects: Effects

  /// Connects when the first call comes.
  /// - Parameters:
  ///   - uri: as libpq takes it (`postgres://user@host/database?sslmode=verify-full`), with what TLS needs.
  ///   - maximumConnections: how many transactions run at once; the others wait. One more is used for notifications.
  ///   - effects: the pauses between tries, and their jitter.
  package init(uri: Secret, maximumConnections: Int = 10, effects: Effects, logger: Logger) {
    pool = ConnectionPool(uri: uri, limits: PoolMachine.Limits(maximum: maximumConnections))
    notifications = PostgresNotifications(uri: uri, logger: logger)
    self.effects = effects
  }

  package func read<Value: Sendable>(
    _ body: @escaping @Sendable (any Session) throws -> Value
  ) async throws -> Value {
    try await transact(.read, body)
  }

  @discardableResult
  package func write<Value: Sendable>(
    _ body: @escaping @Sendable (any Session) throws -> Value
  ) async throws -> Value {
    try await transact(.write, body)
  }

  @discardableResult
  package func writeLocking<Value: Sendable>(
    _ body: @escaping @Sendable (any Session) throws -> Value
  ) async throws -> Value {
    try await transact(.writeLocking, body)
  }

  package func notifications(on channel: String) -> AsyncStream<Void> {
    notifications.stream(on: channel)
  }

  package func ping() async throws {
    _ = try await read { session in try session.rows("select 1 as n") }
  }

  /// Ends the connections; those that are in use when they are given back.
  package func close() async {
    await notifications.close()
    await pool.close()
  }

  private func transact<Value: Sendable>(
    _ kind: TransactionKind, _ body: @escaping @Sendable (any Session) throws -> Value
  ) async throws -> Value {
    var retries = RetrySchedule()
    while true {
      let outcome = try await retries.needTurn ? attemptInTurn(kind, body) : attempt(kind, body)
      switch outcome.result {
      case .success(let value): return value
      case .failure(let error):
        guard outcome.mayBeRunAgain, let pause = retries.next(chance: effects.randomBytes(1)) else { throw error }
        try await effects.sleep(pause)
      }
    }
  }

  private func attemptInTurn<Value: Sendable>(
    _ kind: TransactionKind, _ body: @escaping @Sendable (any Session) throws -> Value
  ) async throws -> TransactionOutcome<Value> {
    await turn.take()
    do {
      let outcome = try await attempt(kind, body)
      await turn.leave()
      return outcome
    } catch {
      await turn.leave()
      throw error
    }
  }

  private func attempt<Value: Sendable>(
    _ kind: TransactionKind, _ body: @escaping @Sendable (any Session) throws -> Value
  ) async throws -> TransactionOutcome<Value> {
    try Task.checkCancellation()
    let lease = try await pool.lease()
    let cancellation = TransactionCancellation()
    let outcome = await withTaskCancellationHandler {
      await lease.connection.transaction(kind, cancellation, body)
    } onCancel: {
      cancellation.request()
    }
    await pool.giveBack(lease, isReusable: outcome.isReusable)
    notifications.announce(outcome.notified)
    return outcome
  }
}
