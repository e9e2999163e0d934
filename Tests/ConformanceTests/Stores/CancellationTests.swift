import Persistence
import TestSupport
import Testing

@Suite("Cancelled tasks, on every engine")
struct CancellationTests {
  /// Counts for many minutes, unless it is stopped.
  private static let endless: Statement = """
    with recursive counter (n) as (select 1 union all select n + 1 from counter where n < 100000000000)
    select count(*) as n from counter
    """

  @Test(.timeLimit(.minutes(1)), arguments: StoreEngine.tested)
  func aCancelledTaskStopsItsQuery(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      let (started, starting) = AsyncStream.makeStream(of: Void.self)
      let query = Task {
        try await store.read { session in
          _ = try session.rows("select 1 as n")
          starting.yield()
          return try session.count(Self.endless)
        }
      }
      _ = await started.first { true }
      query.cancel()
      await #expect(throws: CancellationError.self) { try await query.value }
      try await store.ping()
    }
  }

  /// Between two statements there is nothing that the server could stop.
  @Test(.timeLimit(.minutes(1)), arguments: StoreEngine.tested)
  func aQueryIsStoppedWhereverTheCancellationFindsIt(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      for round in 0..<40 {
        let (started, starting) = AsyncStream.makeStream(of: Void.self)
        let query = Task {
          try await store.read { session in
            _ = try session.rows("select 1 as n")
            starting.yield()
            for _ in 0..<(round * 3) { _ = try session.rows("select 2 as n") }
            return try session.count(Self.endless)
          }
        }
        _ = await started.first { true }
        query.cancel()
        await #expect(throws: CancellationError.self) { try await query.value }
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aTaskThatIsCancelledAlreadyWritesNothing(engine: StoreEngine) async throws {
    try await engine.withStore([noteMigration]) { store in
      let write = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        try await store.write { try $0.run("insert into note (id, title) values (\("a"), \("t"))") }
      }
      await #expect(throws: CancellationError.self) { try await write.value }
      let count = try await store.noteCount()
      #expect(count == 0)
    }
  }
}
