package import Persistence
import PersistenceSQLite

/// A SQLite database for one test, in a folder of its own.
package enum SQLiteFixture {
  @discardableResult
  package static func withStore<Value>(
    _ migrations: [Migration], _ body: (any Store) async throws -> Value
  ) async throws -> Value {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.file("weir.sqlite"))
    defer {
      try? store.close()
      folder.remove()
    }
    try await Migrator(migrations).migrate(store)
    return try await body(store)
  }
}
