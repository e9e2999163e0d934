import Persistence
import TestSupport
import Testing

@Suite("Migrations, on every engine")
struct MigrationTests {
  private let second = Migration("conformance/0002_tag") { sql in
    ["create table tag (id text primary key) \(sql.strict)"]
  }

  @Test(arguments: StoreEngine.tested)
  func whatHasBeenRunIsNotRunAgain(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      let first = try await Migrator([noteMigration]).migrate(store)
      #expect(first == ["conformance/0001_note"])
      let again = try await Migrator([noteMigration]).migrate(store)
      #expect(again.isEmpty)
      let later = try await Migrator([noteMigration, second]).migrate(store)
      #expect(later == ["conformance/0002_tag"])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func manyWhoMigrateAtOnceRunEachMigrationOnce(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      let migrator = Migrator([noteMigration, second])
      let runs = try await withThrowingTaskGroup(of: [String].self) { group in
        for _ in 0..<6 { group.addTask { try await migrator.migrate(store) } }
        return try await group.reduce(into: []) { $0 += $1 }
      }
      #expect(runs.sorted() == ["conformance/0001_note", "conformance/0002_tag"])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aDatabaseOfANewerWeirIsRefused(engine: StoreEngine) async throws {
    try await engine.withStore([noteMigration, second]) { store in
      await #expect {
        try await Migrator([noteMigration]).migrate(store)
      } throws: { error in
        guard case PersistenceError.migration(let reason) = error else { return false }
        return reason.contains("conformance/0002_tag")
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aMigrationThatWasEditedAfterwardsIsRefused(engine: StoreEngine) async throws {
    try await engine.withStore([noteMigration]) { store in
      let edited = Migration(noteMigration.name) { sql in ["create table note (id text primary key) \(sql.strict)"] }
      await #expect {
        try await Migrator([edited]).migrate(store)
      } throws: { error in
        if case PersistenceError.migration = error { true } else { false }
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aMigrationThatFailsLeavesNothingOfItself(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      let broken = Migration("conformance/0003_broken") { sql in
        ["create table half (id text primary key) \(sql.strict)", "create table note_of (nothing"]
      }
      await #expect(throws: PersistenceError.self) { try await Migrator([broken]).migrate(store) }
      let repaired = Migration("conformance/0003_broken") { sql in
        ["create table half (id text primary key) \(sql.strict)"]
      }
      let names = try await Migrator([repaired]).migrate(store)
      #expect(names == ["conformance/0003_broken"])
    }
  }
}
