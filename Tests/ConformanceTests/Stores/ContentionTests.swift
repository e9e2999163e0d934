import Persistence
import TestSupport
import Testing

@Suite("Many who want the same, on every engine")
struct ContentionTests {
  private let jobs = Migration("conformance/0002_job") { sql in
    [
      "create table job (id text primary key, state text not null, claims \(sql.integer) not null) \(sql.strict)",
      "create index job_ready on job (id) where state = 'ready'",
    ]
  }

  @Test(arguments: StoreEngine.tested)
  func everyJobIsClaimedOnce(engine: StoreEngine) async throws {
    try await engine.withStore([jobs]) { store in
      try await store.write { session in
        for number in 0..<100 { try session.run("insert into job values (\("\(number)"), 'ready', 0)") }
      }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<16 { group.addTask { while try await Self.claim(store) {} } }
        try await group.waitForAll()
      }
      let claims = try await store.read { session in
        try session.rows("select claims from job").map { try $0.int("claims") }
      }
      #expect(claims == Array(repeating: 1, count: 100))
    }
  }

  @Test(arguments: StoreEngine.tested)
  func everyJobIsClaimedOnceByThoseWhoLockIt(engine: StoreEngine) async throws {
    try await engine.withStore([jobs]) { store in
      try await store.write { session in
        for number in 0..<100 { try session.run("insert into job values (\("\(number)"), 'ready', 0)") }
      }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<16 {
          group.addTask { while try await store.writeLocking({ try Self.claim($0) }) {} }
        }
        try await group.waitForAll()
      }
      let claims = try await store.read { session in
        try session.rows("select claims from job").map { try $0.int("claims") }
      }
      #expect(claims == Array(repeating: 1, count: 100))
    }
  }

  @Test(arguments: StoreEngine.tested)
  func whoeverLocksARowSeesWhatOthersMadeOfIt(engine: StoreEngine) async throws {
    try await engine.withStore([jobs]) { store in
      try await store.write { session in try session.run("insert into job values ('one', 'ready', 0)") }
      await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<32 {
          group.addTask {
            try await store.writeLocking { session in
              let claims = try session.count("select claims as n from job where id = 'one'\(session.dialect.forUpdate)")
              try session.run("update job set claims = \(claims + 1) where id = 'one'")
            }
          }
        }
      }
      #expect(try await store.read { try $0.count("select claims as n from job") } == 32)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aRuleThatATransactionCheckedHoldsWhenItCommits(engine: StoreEngine) async throws {
    try await engine.withStore([jobs]) { store in
      try await store.write { session in
        for number in 0..<8 { try session.run("insert into job values (\("\(number)"), 'ready', 0)") }
      }
      // At least one must stay ready: each transaction looks at all rows and changes another one.
      await withTaskGroup(of: Void.self) { group in
        for number in 0..<8 {
          group.addTask {
            _ = try? await store.write { session in
              guard try session.count("select count(*) as n from job where state = 'ready'") > 1 else { return }
              try session.run("update job set state = 'done' where id = \("\(number)")")
            }
          }
        }
      }
      let ready = try await store.read { try $0.count("select count(*) as n from job where state = 'ready'") }
      #expect(ready == 1)
    }
  }

  private static func claim(_ store: any Store) async throws -> Bool {
    try await store.write { try claim($0) }
  }

  private static func claim(_ session: any Session) throws -> Bool {
    let next: Statement = "select id from job where state = 'ready' order by id limit 1"
    guard let id = try session.row(next + session.dialect.skippingLocked)?.string("id") else { return false }
    try session.run("update job set state = 'running', claims = claims + 1 where id = \(id)")
    return true
  }
}
