package import Core
import Foundation
import Logging
package import Persistence
package import PersistencePostgres

/// The PostgreSQL server of this run of the tests; `scripts/with-postgres` starts one.
package enum PostgresServer {
  /// `WEIR_TEST_POSTGRES`: a libpq URI of a database in which schemas may be made.
  package static var uri: String? { Environment["WEIR_TEST_POSTGRES"] }

  /// A URI by which everything happens in one schema.
  package static func uri(schema: String) throws -> Secret {
    guard let uri else {
      throw MissingRequirement("WEIR_TEST_POSTGRES is not set; run the tests by scripts/with-postgres")
    }
    let option = "options=-csearch_path%3D\(schema)"
    return Secret(uri + (uri.contains("?") ? "&" : "?") + option)
  }
}

/// A schema of its own in the server's database, for one test.
package enum PostgresFixture {
  private static let gate = Gate(width: 8)

  @discardableResult
  package static func withStore<Value>(
    _ migrations: [Migration], _ body: (any Store) async throws -> Value
  ) async throws -> Value {
    try await withSchema { uri in
      try await withStore(uri: uri) { store in
        try await Migrator(migrations).migrate(store)
        return try await body(store)
      }
    }
  }

  /// Lends an empty schema, which is gone afterwards.
  @discardableResult
  package static func withSchema<Value>(_ body: (_ uri: Secret) async throws -> Value) async throws -> Value {
    let schema = "test_" + UUID().uuidString.lowercased().filter { $0 != "-" }
    let uri = try PostgresServer.uri(schema: schema)
    return try await gate.passing {
      try await run("create schema \(schema)", uri: uri)
      do {
        let value = try await body(uri)
        try await run("drop schema \(schema) cascade", uri: uri)
        return value
      } catch {
        try? await run("drop schema \(schema) cascade", uri: uri)
        throw error
      }
    }
  }

  /// A store as another process would have it.
  @discardableResult
  package static func withStore<Value>(
    uri: Secret, maximumConnections: Int = 8, _ body: (PostgresStore) async throws -> Value
  ) async throws -> Value {
    let store = PostgresStore(
      uri: uri, maximumConnections: maximumConnections, effects: .live, logger: Logger(label: "test"))
    do {
      let value = try await body(store)
      await store.close()
      return value
    } catch {
      await store.close()
      throw error
    }
  }

  private static func run(_ sql: String, uri: Secret) async throws {
    try await withStore(uri: uri, maximumConnections: 1) { store in
      _ = try await store.write { try $0.run(Statement(trusted: sql)) }
    }
  }
}
