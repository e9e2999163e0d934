import CPostgres
import Persistence

/// One transaction. Used on its connection's thread only.
final class PostgresSession: Session {
  let dialect = Dialect.postgres
  private(set) var statements: StatementCache
  /// Who is to be woken once it is committed.
  private(set) var notifiedChannels: Set<String> = []
  /// The server refuses everything after a statement that failed; so does the session, with the error that matters.
  private var failure: PostgresFailure?
  /// Whether the server has done anything for it. It begins with its first statement, in the same round trip.
  private(set) var hasBegun = false
  private let kind: TransactionKind
  private let handle: PostgresHandle
  private let cancellation: TransactionCancellation

  init(
    _ kind: TransactionKind, _ handle: PostgresHandle, _ statements: StatementCache,
    _ cancellation: TransactionCancellation
  ) {
    self.kind = kind
    self.handle = handle
    self.statements = statements
    self.cancellation = cancellation
  }

  /// Whether another transaction was in the way, or a statement that the server had forgotten.
  var canBeRunAgain: Bool { failure?.isTransient ?? false }

  func rows(_ statement: Statement) throws -> [Row] {
    try execute(statement).rows()
  }

  func run(_ statement: Statement) throws -> Int {
    try execute(statement).changedRows
  }

  func notify(_ channel: String) throws {
    notifiedChannels.insert(channel)
  }

  /// Runs the whole of a transaction's body.
  func finishing<Value>(_ body: (any Session) throws -> Value) throws -> Value {
    let value = try body(self)
    if let failure { throw failure.error }
    return value
  }

  func commit() throws {
    guard hasBegun else { return }
    try noting { try handle.execute("commit") }
  }

  func rollBack() {
    // When it fails the connection is lost, and the server rolls back by itself.
    if handle.isAlive, !handle.isIdle { try? handle.execute("rollback") }
    if failure?.forgetsStatements == true { statements.forgetAll(on: handle) }
  }

  private func execute(_ statement: Statement) throws -> PostgresResult {
    if let failure { throw failure.error }
    if cancellation.isRequested { throw CancellationError() }
    let (sql, arguments) = statement.rendered { "$\($0)" }
    return try noting { () throws -> PostgresResult in
      for argument in arguments { try argument.requireStorable() }
      let given = PostgresArguments(arguments)
      let command = try statements.command(for: sql, given, on: handle)
      let answer = try handle.execute(command, given, after: hasBegun ? [] : kind.beginning)
      hasBegun = true
      return answer
    }
  }

  private func noting<Answer>(_ action: () throws -> Answer) throws -> Answer {
    do {
      return try action()
    } catch {
      let failure = PostgresFailure(error, wasCancelled: cancellation.isRequested)
      self.failure = failure
      throw failure.error
    }
  }
}
