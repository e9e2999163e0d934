import Foundation
import Persistence
import PersistenceSQLite
import TestSupport
import Testing

@Suite("The SQLite engine")
struct SQLiteStoreTests {
  @Test func aFullDiskCostsTheWriteThatDoesNotFitAndNoOther() async throws {
    try await StoreEngine.sqlite.withStore([noteMigration]) { store in
      // The engine answers as it does when the disk is full.
      _ = try await store.read { try $0.rows("select 1 as n") }
      try await store.write { _ = try $0.rows("pragma max_page_count = 40") }
      let large = [UInt8](repeating: 7, count: 1 << 20)
      let outcomes = await withTaskGroup(of: PersistenceError?.self) { group in
        for number in 0..<20 {
          group.addTask {
            do {
              try await store.write { session in
                try session.run("insert into note (id, title) values (\("\(number)"), \("t"))")
                if number == 7 { try session.run("update note set picture = \(large) where id = \("7")") }
              }
              return nil
            } catch { return error as? PersistenceError }
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      #expect(outcomes.filter { $0 == .full }.count == 1)
      #expect(outcomes.filter { $0 == nil }.count == 19)
      let count = try await store.noteCount()
      #expect(count == 19)
    }
  }

  @Test func whatIsNoDatabaseIsCorrupt() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("weir.sqlite", Array(repeating: UInt8(ascii: "x"), count: 5000))
    #expect {
      _ = try SQLiteStore(path: path)
    } throws: { error in
      if case PersistenceError.corrupt = error { true } else { false }
    }
  }

  @Test func aFolderThatIsNotThereIsUnavailable() throws {
    #expect {
      _ = try SQLiteStore(path: "/nowhere/weir.sqlite")
    } throws: { error in
      if case PersistenceError.unavailable = error { true } else { false }
    }
  }

  @Test func onlyTheOwnerReadsTheFile() async throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.file("weir.sqlite"))
    try await store.write { try $0.run("create table t (id text)") }
    for name in ["weir.sqlite", "weir.sqlite-wal"] {
      let facts = try FileManager.default.attributesOfItem(atPath: folder.file(name))
      #expect(facts[.posixPermissions] as? Int == 0o600)
    }
    try store.close()
    await #expect {
      try await store.ping()
    } throws: { error in
      if case PersistenceError.unavailable = error { true } else { false }
    }
  }

  @Test func everyCommitReachesTheDisk() async throws {
    try await StoreEngine.sqlite.withStore { store in
      let mode = try await store.write { try $0.row("pragma synchronous")?.int("synchronous") }
      // FULL, https://www.sqlite.org/pragma.html#pragma_synchronous
      #expect(mode == 2)
    }
  }
}
