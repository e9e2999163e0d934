import Persistence
import TestSupport
import Testing

@Suite("Transactions, on every engine")
struct TransactionTests {
  @Test(arguments: StoreEngine.tested)
  func whatAWriteCommittedIsSeenByTheNextRead(engine: StoreEngine) async throws {
    try await engine.withStore([noteMigration]) { store in
      try await store.write { try $0.run("insert into note (id, title) values (\("a"), \("first"))") }
      let title = try await store.read { try $0.row("select title from note where id = \("a")")?.string("title") }
      #expect(title == "first")
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aWriteThatThrowsLeavesNothingBehind(engine: StoreEngine) async throws {
    try await engine.withStore([noteMigration]) { store in
      await #expect(throws: Refusal.self) {
        try await store.write { session in
          try session.run("insert into note (id, title) values (\("a"), \("first"))")
          throw Refusal()
        }
      }
      let count = try await store.noteCount()
      #expect(count == 0)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aWriteInAReadIsRefused(engine: StoreEngine) async throws {
    try await engine.withStore([noteMigration]) { store in
      await #expect(throws: PersistenceError.readOnly) {
        try await store.read { session in
          _ = try session.run("insert into note (id, title) values (\("a"), \("first"))")
        }
      }
      let count = try await store.noteCount()
      #expect(count == 0)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aFailedStatementSpoilsItsTransactionEvenWhenItsErrorIsSwallowed(engine: StoreEngine) async throws {
    try await engine.withStore([noteMigration]) { store in
      await #expect(throws: PersistenceError.self) {
        try await store.write { session in
          try session.run("insert into note (id, title) values (\("a"), \("first"))")
          _ = try? session.run("insert into note (id, title) values (\("a"), \("again"))")
        }
      }
      let count = try await store.noteCount()
      #expect(count == 0)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func oneFailingMemberOfAGroupLeavesTheOthersAlone(engine: StoreEngine) async throws {
    try await engine.withStore([noteMigration]) { store in
      let failures = await withTaskGroup(of: Bool.self) { group in
        for number in 0..<50 {
          group.addTask {
            do {
              try await store.write { session in
                try session.run("insert into note (id, title) values (\("\(number)"), \("t"))")
                if number % 10 == 3 { throw Refusal() }
              }
              return false
            } catch { return true }
          }
        }
        return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
      #expect(failures == 5)
      let count = try await store.noteCount()
      #expect(count == 45)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func concurrentIncrementsOfOneCounterAreAllKept(engine: StoreEngine) async throws {
    try await engine.withStore([noteMigration]) { store in
      try await store.write { try $0.run("insert into note (id, title, number) values (\("c"), \("t"), 0)") }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<20 {
          group.addTask {
            for _ in 0..<5 {
              try await store.write { session in
                let number = try session.row("select number from note where id = \("c")")?.int("number") ?? 0
                try session.run("update note set number = \(number + 1) where id = \("c")")
              }
            }
          }
        }
        try await group.waitForAll()
      }
      let number = try await store.read { try $0.row("select number from note where id = \("c")")?.int("number") }
      #expect(number == 100)
    }
  }
}
