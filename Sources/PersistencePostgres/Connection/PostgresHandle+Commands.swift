import CPostgres
import Persistence

extension PostgresHandle {
  /// Runs SQL without arguments, such as `commit`.
  func execute(_ sql: String) throws {
    let result = try checked(PQexec(pointer, sql))
    // The server answers so to the commit of a transaction in which a statement failed.
    if sql == "commit", result.commandTag == "ROLLBACK" { throw PersistenceError.contended }
  }

  /// Ends a transaction that has only read, without waiting for the answer: there is nothing in it to know. The next
  /// command waits for it and passes over it, as libpq's own do.
  /// - Returns: whether the connection may serve another transaction.
  func commitReading() -> Bool {
    PQsendQuery(pointer, "commit") == 1 && isAlive
  }

  func execute(_ sql: String, _ arguments: PostgresArguments) throws -> PostgresResult {
    try checked(
      arguments.withPointers { count, values, lengths, formats in
        PQexecParams(pointer, sql, count, arguments.types, values, lengths, formats, 0)
      })
  }

  func prepare(_ name: String, _ sql: String, _ types: [Oid]) throws {
    _ = try checked(PQprepare(pointer, name, sql, Int32(types.count), types))
  }

  func executePrepared(_ name: String, _ arguments: PostgresArguments) throws -> PostgresResult {
    try checked(
      arguments.withPointers { count, values, lengths, formats in
        PQexecPrepared(pointer, name, count, values, lengths, formats, 0)
      })
  }

  func checked(_ result: OpaquePointer?) throws -> PostgresResult {
    guard let result else {
      throw PersistenceError.unavailable(reason: PersistenceError.firstLine(of: PQerrorMessage(pointer)))
    }
    let owned = PostgresResult(result)
    switch PQresultStatus(result) {
    case PGRES_TUPLES_OK, PGRES_COMMAND_OK: return owned
    default: throw ServerError(result, connectionIsAlive: isAlive)
    }
  }
}
