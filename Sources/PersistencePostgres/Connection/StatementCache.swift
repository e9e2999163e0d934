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

  /// Says how a statement is best run: prepared if it is worth it.
  mutating func command(
    for sql: String, _ arguments: PostgresArguments, on handle: PostgresHandle
  ) throws -> PostgresHandle.Command {
    let key = Key(sql: sql, types: arguments.types)
    if let name = names[key] { return .prepared(name) }
    guard sql.utf8.count <= Self.longest else { return .text(sql) }
    if seenOnce.remove(key) == nil {
      if seenOnce.count >= Self.capacity { seenOnce.removeAll() }
      seenOnce.insert(key)
      return .text(sql)
    }
    if names.count >= Self.capacity { forgetAll(on: handle) }
    lastNumber += 1
    let name = "weir_\(lastNumber)"
    try handle.prepare(name, sql, arguments.types)
    names[key] = name
    return .prepared(name)
  }

  /// Begins anew, as after a change of the schema.
  mutating func forgetAll(on handle: PostgresHandle) {
    names = [:]
    seenOnce = []
    _ = try? handle.execute("deallocate all")
  }
}
