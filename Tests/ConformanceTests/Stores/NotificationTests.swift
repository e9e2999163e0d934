import Persistence
import TestSupport
import Testing

@Suite("Notifications, on every engine")
struct NotificationTests {
  @Test(.timeLimit(.minutes(1)), arguments: StoreEngine.tested)
  func aCommittedNotificationWakesWhoListens(engine: StoreEngine) async throws {
    try await engine.withStore([noteMigration]) { store in
      var listener = store.notifications(on: "work").makeAsyncIterator()
      // The listener's own connection may come up after the first ones; from then on none is lost.
      await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          while !Task.isCancelled {
            try await store.write { try $0.notify("work") }
            await Task.yield()
          }
        }
        await listener.next()
        group.cancelAll()
      }
    }
  }

  @Test(.timeLimit(.minutes(1)), arguments: StoreEngine.tested)
  func whatWasRolledBackWakesNobody(engine: StoreEngine) async throws {
    try await engine.withStore([noteMigration]) { store in
      if engine == .postgres {
        // Being connected wakes everybody, once.
        var connected = store.notifications(on: "nothing").makeAsyncIterator()
        await connected.next()
      }
      let rolledBack = store.notifications(on: "rolled back")
      let committed = store.notifications(on: "committed")
      for _ in 0..<3 {
        _ = try? await store.write { session in
          try session.notify("rolled back")
          throw Refusal()
        }
      }
      let wasWoken = try await withThrowingTaskGroup(of: Bool.self) { group in
        group.addTask { await rolledBack.first { true } != nil }
        group.addTask {
          var committed = committed.makeAsyncIterator()
          for _ in 0..<20 {
            try await store.write { try $0.notify("committed") }
            await committed.next()
          }
          return false
        }
        defer { group.cancelAll() }
        return try await group.next()
      }
      #expect(wasWoken == false)
    }
  }
}
