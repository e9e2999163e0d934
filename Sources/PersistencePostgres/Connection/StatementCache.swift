import CPostgres
import Persistence

/// The statements that one connection has prepared.
///
/// A statement is prepared when it comes the second time: what comes once isn't worth another round trip.
struct StatementCache {
  private static let capacity = 256
  /// Longer statements are made by code that varies them; kept, they would push the others out.
  private static let longest = 4096

  private struct Key: Hashable {
    let sql: String
    let types: [Oid]
  }

  private var names: [Key: String] = [:]
  private var seenOnce: Set<Key> = []
  private var lastNumber = 0

  /// Runs a statement, prepared if it is worth it.
  mutating func execute(_ sql: String, _ arguments: PostgresArguments, on handle: PostgresHandle) throws
    -> PostgresResult
  {
    let key = Key(sql: sql, types: arguments.types)
    if let name = names[key] { return try handle.executePrepared(name, arguments) }
    guard sql.utf8.count <= Self.longest else { return try handle.execute(sql, arguments) }
    if seenOnce.remove(key) == nil {
      if seenOnce.count >= Self.capacity { seenOnce.removeAll() }
      seenOnce.insert(key)
      return try handle.execute(sql, arguments)
    }
    if names.count >= Self.capacity { forgetAll(on: handle) }
    lastNumber += 1
    let name = "weir_\(lastNumber)"
    try handle.prepare(name, sql, arguments.types)
    names[key] = name
    return try handle.executePrepared(name, arguments)
  }

  /// Begins anew, as after a change of the schema.
  mutating func forgetAll(on handle: PostgresHandle) {
    names = [:]
    seenOnce = []
    _ = try? handle.execute("deallocate all")
  }
}
