/// Where rooms keep their tables: one meaning, two engines.
///
/// Both closures are synchronous, so that nothing slow can be awaited inside a transaction, and are run on a thread of
/// the engine's own. They may be run again when the engine lost against another transaction, so they have no effect
/// but through the session. A closure that throws leaves nothing behind.
package protocol Store: Sendable {
  /// Which SQL the engine speaks.
  var dialect: Dialect { get }

  /// Reads one consistent state. Writing throws ``PersistenceError/readOnly``.
  func read<Value: Sendable>(_ body: @escaping @Sendable (any Session) throws -> Value) async throws -> Value

  /// Changes things, all or nothing. When this returns, the change is on disk (fsynced).
  @discardableResult
  func write<Value: Sendable>(_ body: @escaping @Sendable (any Session) throws -> Value) async throws -> Value

  /// Changes rows that it has locked, all or nothing; for queues, where ``write(_:)`` would lose against its neighbours.
  ///
  /// It sees what others commit while it runs, and is not ended for the sake of another transaction. So whatever it
  /// relies on is locked by it first (``Dialect/forUpdate``, ``Dialect/skippingLocked``), in the same order as by others,
  /// or is held by a constraint. Where the engine has one writer at a time it is ``write(_:)``.
  @discardableResult
  func writeLocking<Value: Sendable>(_ body: @escaping @Sendable (any Session) throws -> Value) async throws -> Value

  /// Tells when somebody, in this process or another on the same database, called ``Session/notify(_:)``.
  ///
  /// A hint and no promise: one may be missed while a connection is renewed, several may come as one. Whoever waits
  /// looks at the tables first, and looks again from time to time.
  func notifications(on channel: String) -> AsyncStream<Void>

  /// Answers when the database does; for readiness checks.
  func ping() async throws
}

extension Store {
  @discardableResult
  package func writeLocking<Value: Sendable>(
    _ body: @escaping @Sendable (any Session) throws -> Value
  ) async throws -> Value {
    try await write(body)
  }
}

/// One transaction.
package protocol Session {
  /// Which SQL the engine speaks.
  var dialect: Dialect { get }

  /// The rows of a statement that answers rows, `returning` included.
  func rows(_ statement: Statement) throws -> [Row]

  /// Runs a statement.
  /// - Returns: how many rows it inserted, changed or deleted.
  @discardableResult
  func run(_ statement: Statement) throws -> Int

  /// Wakes whoever listens on `channel`, once this transaction is committed.
  func notify(_ channel: String) throws
}

extension Session {
  /// The first row of the answer, if any.
  package func row(_ statement: Statement) throws -> Row? {
    try rows(statement).first
  }

  /// Whether the statement answers any row.
  package func exists(_ statement: Statement) throws -> Bool {
    try !rows(statement).isEmpty
  }

  /// The number that the statement answers in column `n`.
  package func count(_ statement: Statement) throws -> Int {
    try row(statement)?.int("n") ?? 0
  }
}
