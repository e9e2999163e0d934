import Core
import Persistence
import PersistencePostgres
import TestSupport
import Testing

@Suite("Connections to PostgreSQL", .enabled(if: StoreEngine.tested.contains(.postgres)))
struct PostgresConnectionTests {
  @Test func aConnectionThatIsLostInATransactionCostsThatTransactionOnly() async throws {
    try await PostgresFixture.withStore([noteMigration]) { store in
      await #expect {
        try await store.write { session in
          try session.run("insert into note (id, title) values (\("a"), \("t"))")
          _ = try session.rows("select pg_terminate_backend(pg_backend_pid())")
        }
      } throws: { error in
        if case PersistenceError.unavailable = error { true } else { false }
      }
      let count = try await store.noteCount()
      #expect(count == 0)
    }
  }

  @Test func connectionsThatWereLostWhileNobodyUsedThemAreRenewedUnseen() async throws {
    try await PostgresFixture.withStore([noteMigration]) { store in
      let pid = try await store.read { try $0.row("select pg_backend_pid() as pid")?.int("pid") ?? 0 }
      try await SecondConnection.run("select pg_terminate_backend(cast(\(pid) as int))")
      for _ in 0..<3 { try await store.ping() }
    }
  }

  @Test func aWriteThatFindsItsConnectionLostIsDoneOnceOnAnother() async throws {
    try await PostgresFixture.withStore([noteMigration]) { store in
      for number in 1...4 {
        let pid = try await store.read { try $0.row("select pg_backend_pid() as pid")?.int("pid") ?? 0 }
        try await SecondConnection.run("select pg_terminate_backend(cast(\(pid) as int))")
        try await store.write { try $0.run("insert into note (id, title) values (\("\(number)"), \("t"))") }
      }
      #expect(try await store.noteCount() == 4)
    }
  }

  /// A transaction begins with its first statement; what becomes of that, and of one without any, leaves a whole
  /// connection behind.
  @Test func aConnectionOutlastsTransactionsThatFailAtOnceOrDoNothing() async throws {
    try await PostgresFixture.withSchema { uri in
      try await PostgresFixture.withStore(uri: uri, maximumConnections: 1) { store in
        let pid = { @Sendable in try await store.read { try $0.row("select pg_backend_pid() as pid")?.int("pid") } }
        let first = try await pid()
        for _ in 0..<3 {
          try await store.write { _ in }
          try await store.read { _ in }
          await #expect(throws: CancellationError.self) { try await store.write { _ in throw CancellationError() } }
          await #expect(throws: PersistenceError.self) { try await store.write { try $0.run("no such thing") } }
          await #expect(throws: PersistenceError.self) { try await store.read { try $0.rows("select 1 / 0 as n") } }
        }
        #expect(try await pid() == first)
      }
    }
  }

  @Test func onlyTransactionsThatLockGoByIndexesWhateverTheSizeOfATable() async throws {
    try await PostgresFixture.withStore([]) { store in
      let show: Statement = "select current_setting('enable_seqscan') as scans, current_setting('jit') as jit"
      let locking = try await store.writeLocking { try $0.row(show) }
      let writing = try await store.write { try $0.row(show) }
      #expect(try locking?.string("scans") == "off" && writing?.string("scans") == "on")
      #expect(try locking?.string("jit") == "off")
    }
  }

  @Test(.timeLimit(.minutes(1))) func theListenerComesBackAfterItsConnectionWasLost() async throws {
    try await PostgresFixture.withStore([]) { store in
      var listener = store.notifications(on: "work").makeAsyncIterator()
      await listener.next()
      let schema = try await store.read { try $0.row("select current_schema() as name")?.string("name") ?? "" }
      try await SecondConnection.run(
        "select pg_terminate_backend(pid) from pg_stat_activity where query = \("listen \"weir:\(schema)\"")")
      // Being connected again wakes everybody.
      await listener.next()
      try await store.write { try $0.notify("work") }
      await listener.next()
    }
  }

  @Test(.timeLimit(.minutes(1))) func anotherProcessHearsWhatWasNotifiedUntilTheVeryEnd() async throws {
    try await PostgresFixture.withSchema { uri in
      try await PostgresFixture.withStore(uri: uri) { other in
        var heard = other.notifications(on: "work").makeAsyncIterator()
        await heard.next()  // it is connected
        for _ in 0..<3 {
          try await PostgresFixture.withStore(uri: uri) { store in
            var connected = store.notifications(on: "work").makeAsyncIterator()
            await connected.next()
            try await store.write { try $0.notify("work") }
          }
          await heard.next()
        }
      }
    }
  }

  @Test(.timeLimit(.minutes(1))) func whoNotifiesHearsItOnceOnly() async throws {
    try await PostgresFixture.withStore([]) { store in
      var heard = store.notifications(on: "work").makeAsyncIterator()
      await heard.next()
      try await store.write { try $0.notify("work") }
      await heard.next()
      // The server hands on in order: what it had to say of the first stands before this.
      let schema = try await store.read { try $0.row("select current_schema() as name")?.string("name") ?? "" }
      var end = store.notifications(on: "end").makeAsyncIterator()
      let again = Task { await store.notifications(on: "work").first { true } }
      try await SecondConnection.run("select pg_notify(\("weir:" + schema), 'end')")
      await end.next()
      again.cancel()
      #expect(await again.value == nil)
    }
  }

  @Test func aServerThatIsNotThereIsUnavailable() async throws {
    try await PostgresFixture.withStore(uri: Secret("postgres://weir@127.0.0.1:1/none")) { store in
      await #expect {
        try await store.ping()
      } throws: { error in
        guard case PersistenceError.unavailable(let reason) = error else { return false }
        return !reason.isEmpty
      }
    }
  }

  @Test func moreCallersThanConnectionsAreAllServed() async throws {
    try await PostgresFixture.withSchema { uri in
      try await PostgresFixture.withStore(uri: uri, maximumConnections: 2) { store in
        let sum = try await withThrowingTaskGroup(of: Int.self) { group in
          for number in 1...40 {
            group.addTask { try await store.read { try $0.row("select \(number) as n")?.int("n") ?? 0 } }
          }
          return try await group.reduce(0, +)
        }
        #expect(sum == 820)
      }
    }
  }
}

/// A session of the server that has nothing to do with the store under test.
private enum SecondConnection {
  static func run(_ statement: Statement) async throws {
    try await PostgresFixture.withSchema { uri in
      try await PostgresFixture.withStore(uri: uri, maximumConnections: 1) { store in
        _ = try await store.write { try $0.rows(statement) }
      }
    }
  }
}
