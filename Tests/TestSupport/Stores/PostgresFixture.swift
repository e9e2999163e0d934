package import Persistence

/// The PostgreSQL server of this run of the tests; `scripts/with-postgres` starts one.
package enum PostgresServer {
  /// `WEIR_TEST_POSTGRES`: a libpq URI of a database in which schemas may be made.
  package static var uri: String? { Environment["WEIR_TEST_POSTGRES"] }
}

/// A schema of its own in the server's database, for one test.
package enum PostgresFixture {
  package static func withStore<Value>(
    _ migrations: [Migration], _ body: (any Store) async throws -> Value
  ) async throws -> Value {
    throw MissingRequirement("WEIR_TEST_POSTGRES is not set; run the tests by scripts/with-postgres")
  }
}
