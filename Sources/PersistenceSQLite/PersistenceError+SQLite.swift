internal import GRDB
import Persistence

extension PersistenceError {
  /// What an error of SQLite means to a room. Its message names tables and columns, never arguments.
  init(sqlite error: any Error) {
    if let error = error as? PersistenceError {
      self = error
      return
    }
    guard let error = error as? DatabaseError else {
      self = .unavailable(reason: "the database file can't be used")
      return
    }
    self = Self.mapped(error)
  }

  /// The same, but an error that a transaction's own body threw stays what it is.
  static func fromSQLite(_ error: any Error) -> any Error {
    guard let error = error as? DatabaseError else { return error }
    return error.resultCode == .SQLITE_INTERRUPT ? CancellationError() : mapped(error)
  }

  private static func mapped(_ error: DatabaseError) -> PersistenceError {
    let reason = error.message ?? error.resultCode.description
    switch error.resultCode {
    case .SQLITE_CONSTRAINT: return constraint(error.extendedResultCode, reason)
    case .SQLITE_FULL: return .full
    case .SQLITE_BUSY, .SQLITE_LOCKED: return .contended
    case .SQLITE_READONLY: return .readOnly
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: return .corrupt(reason: reason)
    case .SQLITE_CANTOPEN, .SQLITE_IOERR, .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_NOMEM, .SQLITE_PROTOCOL:
      return .unavailable(reason: reason)
    case .SQLITE_MISUSE where reason.contains("closed"): return .unavailable(reason: reason)
    default: return .statement(reason: reason)
    }
  }

  private static func constraint(_ code: ResultCode, _ reason: String) -> PersistenceError {
    // "UNIQUE constraint failed: note.id"
    let name = reason.split(separator: ": ", maxSplits: 1).last.map(String.init) ?? reason
    switch code {
    case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_ROWID:
      return .duplicate(constraint: name)
    case .SQLITE_CONSTRAINT_FOREIGNKEY: return .brokenReference(constraint: name)
    default: return .refused(constraint: name)
    }
  }
}
