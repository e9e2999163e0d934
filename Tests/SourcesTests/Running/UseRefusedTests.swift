import Core
import Foundation
import Identity
import Synchronization
import TestSupport
import Testing

@testable import Sources

@Suite("Connections that somebody may not use")
struct UseRefusedTests {
  @Test(arguments: StoreEngine.tested)
  func noSourceComesAboutAndOneThatIsThereStops(engine: StoreEngine) async throws {
    let service = FakeService()
    service.put("a.jpg", "a")
    try await SourceHouse.on(engine, service) { house in
      let source = try await house.source()
      try await house.drain()
      service.world.withLock { $0.refusesUse = true }
      let refused = SourceError.useRefused("The fake service")
      await #expect(throws: refused) { try await house.source("Another") }
      await #expect(throws: refused) {
        try await house.room.browse(
          .machine, team: house.owner.organizationTeam, folder: "", next: nil, as: house.owner)
      }
      await #expect(throws: refused) { _ = try await house.room.preview(source.id, as: house.owner) }
      service.put("b.jpg", "b")
      let stopped = try await house.sync(source)
      #expect(stopped?.state == .failed)
      #expect(stopped?.problem?.contains("may not use") == true)
      #expect(try await house.assets().count == 1)
      service.world.withLock { $0.refusesUse = false }
      #expect(try await house.sync(source)?.state == .done)
      #expect(try await house.assets().count == 2)
    }
  }
}
