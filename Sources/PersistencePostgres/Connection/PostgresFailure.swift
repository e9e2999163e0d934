import Persistence

/// Why a transaction can't go on.
struct PostgresFailure {
  /// What its body, or the caller, is told.
  let error: any Error
  /// Whether the same transaction may succeed if it is run again from the start.
  let isTransient: Bool
  /// Whether prepared statements are of no more use.
  let forgetsStatements: Bool

  init(_ error: any Error, wasCancelled: Bool) {
    let state = (error as? ServerError)?.sqlState
    // "Cached plan must not change result type" after a change of the schema; a statement that a pooler lost.
    forgetsStatements = state == "0A000" || state == "26000"
    switch error {
    case let error as ServerError where error.sqlState == "57014" && wasCancelled: self.error = CancellationError()
    case let error as ServerError: self.error = PersistenceError(error)
    default: self.error = error
    }
    isTransient = forgetsStatements || self.error as? PersistenceError == .contended
  }
}
