package import Core

/// What can go wrong between a room and its tables. Arguments of statements never appear in it.
///
/// What the engine said, with its names of tables and constraints, is in the payloads and so in the log
/// (`String(reflecting:)`); the message, which callers and process logs may show, leaves it out.
package enum PersistenceError: Error, Equatable {
  /// The database can't be reached, or is going down. Safe to retry.
  case unavailable(reason: String)
  /// The transaction lost against others more often than it is retried. Safe to retry later.
  case contended
  /// A row with the same key is there already. `constraint` is the index, or the columns, as the engine names it.
  case duplicate(constraint: String)
  /// A row that this one needs is missing, or rows that need this one are there.
  case brokenReference(constraint: String)
  /// A check or a not-null rule refuses the row.
  case refused(constraint: String)
  /// There is no room left. Nothing of the transaction was kept.
  case full
  /// A write inside ``Store/read(_:)``.
  case readOnly
  /// The file or the server's answer is damaged.
  case corrupt(reason: String)
  /// The schema was made by a newer Weir, or a released migration was changed afterwards.
  case migration(reason: String)
  /// A column isn't what the code expects.
  case unexpectedColumn(String, expected: String)
  /// The engine refuses the SQL itself.
  case statement(reason: String)
}

extension PersistenceError: CustomDebugStringConvertible {
  /// With what the engine said; for the log.
  package var debugDescription: String {
    switch self {
    case .unavailable(let reason), .corrupt(let reason), .migration(let reason), .statement(let reason):
      "\(code): \(reason)"
    case .duplicate(let constraint), .brokenReference(let constraint), .refused(let constraint):
      "\(code): \(constraint)"
    case .unexpectedColumn(let column, let expected): "\(code): \(column) is not \(expected)"
    case .contended, .full, .readOnly: code
    }
  }
}

extension PersistenceError: CodedError {
  package var code: String {
    switch self {
    case .unavailable: "database_unavailable"
    case .contended: "database_contended"
    case .duplicate: "duplicate"
    case .brokenReference: "broken_reference"
    case .refused: "refused_by_constraint"
    case .full: "storage_full"
    case .readOnly: "write_in_read"
    case .corrupt: "database_corrupt"
    case .migration: "migration_failed"
    case .unexpectedColumn: "unexpected_column"
    case .statement: "statement_refused"
    }
  }

  package var category: ErrorCategory {
    switch self {
    case .unavailable, .contended: .unavailable
    case .duplicate, .brokenReference: .conflict
    case .full: .insufficientStorage
    case .refused, .readOnly, .corrupt, .migration, .unexpectedColumn, .statement: .fault
    }
  }

  package var message: String {
    switch self {
    case .unavailable(let reason): "The database can't be reached: \(reason)."
    case .contended: "The database is too busy with competing changes."
    case .duplicate: "There is one already."
    case .brokenReference: "Something this depends on is missing, or still in use."
    case .refused: "The database refuses a value."
    case .full: "There is no room left to store this; nothing of it was kept."
    case .readOnly: "A transaction that only reads tried to write."
    case .corrupt(let reason): "The database is damaged: \(reason)."
    case .migration(let reason): "The database can't be brought up to date: \(reason)."
    case .unexpectedColumn: "What the database holds is not what was expected."
    case .statement: "The database refuses a statement."
    }
  }

  package var advice: String? {
    switch self {
    case .unavailable, .contended: "Try again in a moment."
    case .full: "Free some space or enlarge the disk, then try again."
    default: nil
    }
  }
}
