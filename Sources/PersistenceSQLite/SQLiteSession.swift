import Foundation
internal import GRDB
import Persistence

/// One transaction, or one member of a shared one. Used on the connection's own thread only.
final class SQLiteSession: Session {
  let dialect = Dialect.sqlite
  /// Where somebody is to be woken once the transaction is committed.
  private(set) var notifiedChannels: Set<String> = []
  /// A statement that failed spoils its transaction, as it does in PostgreSQL.
  private var failure: PersistenceError?
  private let database: GRDB.Database

  /// Longer statements are made by code that varies them; kept, they would pile up.
  private static let longestCachedStatement = 4096

  init(_ database: GRDB.Database) {
    self.database = database
  }

  func rows(_ statement: Persistence.Statement) throws -> [Persistence.Row] {
    try performing(statement) { prepared, arguments in
      let cursor = try GRDB.Row.fetchCursor(prepared, arguments: arguments)
      var columns: [String: Int] = [:]
      var rows: [Persistence.Row] = []
      while try cursor.next() != nil {
        let row = CurrentRow(statement: prepared.sqliteStatement)
        if rows.isEmpty { columns = row.columns }
        rows.append(Persistence.Row(columns: columns, values: row.values))
      }
      return rows
    }
  }

  func run(_ statement: Persistence.Statement) throws -> Int {
    try performing(statement) { prepared, arguments in
      let before = database.totalChangesCount
      try prepared.execute(arguments: arguments)
      // SQLite counts the last statement that could change rows, which need not be this one.
      return database.totalChangesCount == before ? 0 : database.changesCount
    }
  }

  func notify(_ channel: String) throws {
    notifiedChannels.insert(channel)
  }

  /// Runs the whole of a transaction's body.
  func finishing<Value>(_ body: (any Session) throws -> Value) throws -> Value {
    let value = try body(self)
    if let failure { throw failure }
    return value
  }

  private func performing<Answer>(
    _ statement: Persistence.Statement, _ action: (GRDB.Statement, StatementArguments) throws -> Answer
  ) throws -> Answer {
    if let failure { throw failure }
    do {
      let (sql, arguments) = statement.rendered { _ in "?" }
      for argument in arguments { try argument.requireStorable() }
      let isCached = sql.utf8.count <= Self.longestCachedStatement
      let prepared = try isCached ? database.cachedStatement(sql: sql) : database.makeStatement(sql: sql)
      return try action(prepared, StatementArguments(arguments.map(\.databaseValue)))
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      let mapped = PersistenceError(sqlite: error)
      failure = mapped
      throw mapped
    }
  }
}

extension SQLValue {
  fileprivate var databaseValue: DatabaseValue {
    switch self {
    case .null: .null
    case .int(let number): number.databaseValue
    case .real(let number): number.databaseValue
    case .text(let text): text.databaseValue
    case .bytes(let bytes): Data(bytes).databaseValue
    }
  }
}
