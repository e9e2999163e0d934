import Connections
import Core
import Foundation
import Identity
import Persistence
import TestSupport
import Testing

@Suite struct IntegrationTests {
  @Test(arguments: StoreEngine.tested)
  func theAdministratorEntersAndEnables(engine: StoreEngine) async throws {
    try await ConnectionsFixture.running(engine) { fixture in
      let admin = ConnectionsFixture.administrator
      let integrations = fixture.connections.integrations
      let fresh = try await integrations.list(as: admin)
      #expect(fresh.map(\.state) == [.notConfigured])
      #expect(fresh.first?.redirectURI == "https://weir.example/rest/v1/oauth2/callback")
      await #expect(throws: IntegrationError.notConfigured("Fake")) {
        try await integrations.setEnabled(true, "fake", as: admin)
      }
      let change = IntegrationChange(clientID: " client ", clientSecret: Secret("planted"))
      let entered = try await integrations.update("fake", change, as: admin)
      #expect(entered.state == .disabled)
      #expect(entered.clientID == "client")
      #expect(entered.hasSecret)
      let enabled = try await integrations.setEnabled(true, "fake", as: admin)
      #expect(enabled.state == .ready)
      #expect(enabled.changedBy == admin.person)
      let removed = try await integrations.update("fake", IntegrationChange(clientSecret: Secret("")), as: admin)
      #expect(!removed.hasSecret)
      let history = try await integrations.history("fake", as: admin)
      #expect(history.map(\.action) == ["integration.updated", "integration.enabled", "integration.updated"])
      #expect(history.last?.details["fields"]?.arrayValue?.compactMap(\.stringValue) == ["clientId", "clientSecret"])
      #expect(!String(describing: history).contains("planted"))
    }
  }

  @Test(arguments: [nil, TeamRole.read, .commenter, .write, .manager])
  func nobodyElseSeesOrChangesThem(role: TeamRole?) async throws {
    try await ConnectionsFixture.running(.sqlite) { fixture in
      let member = ConnectionsFixture.principal(role)
      let integrations = fixture.connections.integrations
      await #expect(throws: AccessError.self) { try await integrations.list(as: member) }
      await #expect(throws: AccessError.self) { try await integrations.read("fake", as: member) }
      await #expect(throws: AccessError.self) { try await integrations.history("fake", as: member) }
      await #expect(throws: AccessError.self) {
        try await integrations.update("fake", IntegrationChange(clientID: "x"), as: member)
      }
      await #expect(throws: AccessError.self) { try await integrations.setEnabled(false, "fake", as: member) }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func theAuditLogCannotBeChanged(engine: StoreEngine) async throws {
    try await ConnectionsFixture.running(engine) { fixture in
      try await fixture.enableIntegration()
      await #expect(throws: (any Error).self) {
        try await fixture.store.write { try $0.run("delete from connection_audit") }
      }
      await #expect(throws: (any Error).self) {
        try await fixture.store.write { try $0.run("update connection_audit set action = 'x'") }
      }
      // Each engine has a way past triggers on single rows.
      let past: Statement =
        engine == .sqlite
        ? """
        insert or replace into connection_audit (id, at, action, subject, subject_name, details)
        select id, at, 'x', subject, subject_name, details from connection_audit
        """ : "truncate connection_audit"
      await #expect(throws: (any Error).self) { try await fixture.store.write { try $0.run(past) } }
      let history = try await fixture.connections.integrations.history("fake", as: ConnectionsFixture.administrator)
      #expect(history.map(\.action) == ["integration.enabled", "integration.updated"])
    }
  }

  @Test func anUnknownKindIsNotFound() async throws {
    try await ConnectionsFixture.running(.sqlite) { fixture in
      await #expect(throws: IntegrationError.notFound("nothing")) {
        try await fixture.connections.integrations.read("nothing", as: ConnectionsFixture.administrator)
      }
    }
  }
}
