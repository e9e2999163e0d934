import Foundation
internal import GRDB
import GRDBSQLite
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
      while let row = try cursor.next() {
        if rows.isEmpty { columns = Self.columns(of: prepared) }
        let values = (0..<row.count).map { SQLValue((row[$0] as DatabaseValue).storage) }
        rows.append(Persistence.Row(columns: columns, values: values))
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

  /// Asked of SQLite itself, once the statement runs: it may have been prepared before the table was changed.
  private static func columns(of statement: GRDB.Statement) -> [String: Int] {
    let names = (0..<sqlite3_column_count(statement.sqliteStatement)).map { index in
      (sqlite3_column_name(statement.sqliteStatement, index).map { String(cString: $0) } ?? "", Int(index))
    }
    return Dictionary(names, uniquingKeysWith: { first, _ in first })
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
  fileprivate init(_ storage: DatabaseValue.Storage) {
    switch storage {
    case .null: self = .null
    case .int64(let number): self = .int(number)
    case .double(let number): self = .real(number)
    case .string(let text): self = .text(text)
    case .blob(let data): self = .bytes([UInt8](data))
    }
  }

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
