package import Persistence

/// The engines on which every test of a store runs.
///
/// ```swift
/// @Test(arguments: StoreEngine.tested)
/// func aRemovedCategoryIsGone(engine: StoreEngine) async throws {
///   try await engine.withStore(LibrarySchema.migrations) { store in … }
/// }
/// ```
package enum StoreEngine: String, Sendable, CaseIterable {
  case sqlite
  case postgres

  /// Those that can be tested here: PostgreSQL needs `WEIR_TEST_POSTGRES`. In CI both always, so that a missing server
  /// is a failure there.
  package static var tested: [StoreEngine] {
    PostgresServer.uri == nil && !Environment.isCI ? [.sqlite] : allCases
  }

  /// Lends an empty database of this engine, which is gone afterwards.
  /// - Parameter migrations: run before `body`.
  @discardableResult
  package func withStore<Value>(
    _ migrations: [Migration] = [], _ body: (any Store) async throws -> Value
  ) async throws -> Value {
    switch self {
    case .sqlite: try await SQLiteFixture.withStore(migrations, body)
    case .postgres: try await PostgresFixture.withStore(migrations, body)
    }
  }
}

/// Runs `body` on an empty database of each engine, one after the other.
///
/// A parameterised test over ``StoreEngine/tested`` says better which engine failed; this is for tests that have
/// other parameters already.
package func withEachStore(
  _ migrations: [Migration] = [], _ body: (any Store) async throws -> Void
) async throws {
  for engine in StoreEngine.tested {
    try await engine.withStore(migrations, body)
  }
}
