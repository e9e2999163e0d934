import Core
import Foundation
import Identity
import Persistence
import TestSupport
import Testing

@testable import Connections

@Suite struct AuditTrailTests {
  private static let manager = ConnectionsFixture.principal(.manager, number: 3)

  /// A connection that a flow used a thousand times, and its log.
  private static func used(
    _ engine: StoreEngine,
    _ body: @escaping @Sendable (ConnectionsFixture, ConnectionID, AuditTrail) async throws -> Void
  ) async throws {
    try await ConnectionsFixture.running(engine) { fixture in
      let id = try await fixture.connected(name: "=Drive, \"main\"").id
      for _ in 0..<1000 {
        _ = try await fixture.connections.access.authorization(for: id, use: .flow("flow-1", run: "run-1"))
      }
      try await fixture.connections.keepAlive.writeUses()
      try await body(fixture, id, AuditTrail(store: fixture.store))
    }
  }

  @Test(arguments: StoreEngine.tested)
  func usesAreCountedAndFoundByFlow(engine: StoreEngine) async throws {
    try await Self.used(engine) { _, id, trail in
      var filter = AuditFilter()
      filter.flow = "flow-1"
      let found = try await trail.entries(filter, as: Self.manager).items
      #expect(found.count == 1)
      #expect(found.first?.entry.details["times"] == 1000)
      #expect(found.first?.entry.details["runs"] == ["run-1"])
      #expect(found.first?.subject == "connection/\(id)")
      filter.flow = "flow-2"
      #expect(try await trail.entries(filter, as: Self.manager).items.isEmpty)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func onlyManagersAndSiteAdministratorsReadIt(engine: StoreEngine) async throws {
    try await Self.used(engine) { _, _, trail in
      for principal in [
        ConnectionsFixture.writer, ConnectionsFixture.principal(.read), ConnectionsFixture.principal(nil),
      ] {
        await #expect(throws: AccessError.self) { try await trail.entries(AuditFilter(), as: principal) }
        #expect(throws: AccessError.self) { try trail.export(AuditFilter(), as: .csv, by: principal) }
      }
      var other = AuditFilter()
      other.team = TeamID(UUID())
      await #expect(throws: AccessError.self) { try await trail.entries(other, as: Self.manager) }
      let own = try await trail.entries(AuditFilter(), as: Self.manager).items
      #expect(Set(own.map(\.entry.team)) == [ConnectionsFixture.team])
      let all = try await trail.entries(AuditFilter(), as: ConnectionsFixture.administrator).items
      #expect(all.contains { $0.entry.action == "integration.enabled" })
      #expect(all.count > own.count)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func pagesMeetWithoutGapOrOverlap(engine: StoreEngine) async throws {
    try await Self.used(engine) { _, _, trail in
      let whole = try await trail.entries(AuditFilter(), as: ConnectionsFixture.administrator).items
      var (pieces, cursor): ([AuditLine], PageCursor?) = ([], nil)
      repeat {
        let page = try await trail.entries(AuditFilter(), after: cursor, limit: 2, as: ConnectionsFixture.administrator)
        pieces += page.items
        cursor = page.next
      } while cursor != nil
      #expect(pieces == whole)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func theExportIsHarmlessInASpreadsheet(engine: StoreEngine) async throws {
    try await Self.used(engine) { fixture, _, trail in
      var filter = AuditFilter()
      filter.action = "connection.connected"
      let csv = try await trail.export(filter, as: .csv, by: Self.manager).collect(upTo: 1 << 20)
      let text = String(decoding: csv, as: UTF8.self)
      #expect(text.hasPrefix("number,at,actor,team,action,subject,subjectName,details\r\n"))
      #expect(text.contains("\"'=Drive, \"\"main\"\"\""))
      let lines = try await trail.export(AuditFilter(), as: .jsonl, by: Self.manager).collect(upTo: 1 << 20)
      let values = try String(decoding: lines, as: UTF8.self).split(separator: "\n").map {
        try JSONValue(parsing: Array($0.utf8))
      }
      #expect(values.count >= 3)
      #expect(!String(decoding: lines, as: UTF8.self).contains("planted"))
    }
  }
}
