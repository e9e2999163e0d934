/// Brings a database up to date: runs what isn't there yet, in order, each in its own transaction.
package struct Migrator: Sendable {
  private let migrations: [Migration]

  /// - Parameter migrations: every room's, in the order of the rooms (foundations first).
  package init(_ migrations: [Migration]) {
    self.migrations = migrations
  }

  /// Runs what is missing. Several processes may do so at once: one works, the others wait for it.
  /// - Returns: the names of the migrations that this call ran.
  /// - Throws: ``PersistenceError/migration(reason:)`` when the database knows a migration that this program doesn't.
  @discardableResult
  package func migrate(_ store: any Store) async throws -> [String] {
    try await store.write { session in
      // Two processes that both make the table would clash over its name, "if not exists" or not.
      if session.dialect == .postgres { _ = try session.rows("select pg_advisory_xact_lock(\(Self.lockNumber))") }
      try session.run(
        Statement(
          trusted: "create table if not exists migration (name text primary key, checksum text not null) "
            + session.dialect.strict))
    }
    try await refuseUnknown(store)
    var done: [String] = []
    for migration in migrations where try await run(migration, on: store) {
      done.append(migration.name)
    }
    return done
  }

  private func refuseUnknown(_ store: any Store) async throws {
    let known = Set(migrations.map(\.name))
    let applied = try await store.read { session in
      try session.rows("select name from migration order by name").map { try $0.string("name") }
    }
    if let unknown = applied.first(where: { !known.contains($0) }) {
      throw PersistenceError.migration(
        reason: "it was used by a newer Weir (\(unknown)); start that version, or restore a backup made before")
    }
  }

  private func run(_ migration: Migration, on store: any Store) async throws -> Bool {
    try await store.write { session in
      if session.dialect == .postgres {
        try session.run("lock table migration in exclusive mode")
      }
      let statements = migration.statements(session.dialect)
      let checksum = Self.checksum(statements)
      if let row = try session.row("select checksum from migration where name = \(migration.name)") {
        guard try row.string("checksum") == checksum else {
          throw PersistenceError.migration(reason: "\(migration.name) was changed after it had been run")
        }
        return false
      }
      for statement in statements { try session.run(Statement(trusted: statement)) }
      try session.run("insert into migration (name, checksum) values (\(migration.name), \(checksum))")
      return true
    }
  }

  /// Any number that nothing else locks: "weir" in ASCII.
  private static let lockNumber: Int64 = 0x7765_6972

  /// FNV-1a: it only has to notice an edit, not to resist an attacker.
  private static func checksum(_ statements: [String]) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in statements.joined(separator: ";").utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return String(hash, radix: 16)
  }
}
