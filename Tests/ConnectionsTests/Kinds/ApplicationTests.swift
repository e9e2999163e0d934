import Connections
import Core
import Egress
import Foundation
import HTTPTypes
import Identity
import TestSupport
import Testing

/// Several applications of one service, and the dry run.
@Suite struct ApplicationTests {
  private typealias Bench = ConnectionsBench
  private let administrator = ConnectionsFixture.administrator

  @Test(arguments: StoreEngine.tested)
  func anotherDefaultLeavesConnectionsAsTheyAre(engine: StoreEngine) async throws {
    try await Bench.running(engine, [Bench.connector(Bench.oauth)]) { bench in
      let integrations = bench.connections.integrations
      try await bench.enable()
      let before = try await bench.make(name: "Before")
      let added = try await integrations.addApplication(
        "quay", name: "brand-b", title: "Brand B", as: administrator)
      #expect(!added.isDefault)
      #expect(added.clientID == nil)
      try await bench.enable(application: "brand-b", id: "second-client")
      #expect(try await integrations.read("quay", as: administrator).application == "default")
      try await integrations.makeDefault("quay", application: "brand-b", as: administrator)
      let after = try await bench.make(name: "After")
      func client(_ connection: Connection) async throws -> String? {
        let start = try await bench.connections.beginAuthorization(connection.id, as: Bench.writer)
        return ConnectionsFixture.query(start.url)["client_id"]
      }
      #expect(try await client(before) == "quay-client")
      #expect(try await client(after) == "second-client")
      // Renaming the older one doesn't move it either.
      let renamed = try await bench.connections.update(before.id, ConnectionForm(name: "Older"), as: Bench.writer)
      #expect(try await client(renamed) == "quay-client")
      // Each has its own secret.
      bench.services.on("/token") { call in
        ScriptedServices.json(["access_token": .string("planted-\(call.form["client_secret"] ?? "")")])
      }
      _ = try await bench.consent(after.id)
      #expect(
        try await bench.connections.access.authorization(for: after.id).bearer
          == "planted-planted-secret-of-second-client")
      #expect(
        try await integrations.users(of: "quay", application: "brand-b", as: administrator).map(\.name) == ["After"])
      #expect(try await integrations.users(of: "quay", as: administrator).map(\.name) == ["After", "Older"])
    }
  }

  @Test func aTeamHasItsApplicationAndAConnectionMayChooseAnother() async throws {
    try await Bench.running([Bench.connector(Bench.oauth)]) { bench in
      let integrations = bench.connections.integrations
      try await bench.enable()
      _ = try await integrations.addApplication("quay", name: "brand-b", as: administrator)
      try await bench.enable(application: "brand-b", id: "second-client")
      var change = IntegrationChange()
      change.teams = [Bench.team]
      try await integrations.update("quay", application: "brand-b", change, as: administrator)
      #expect(try await bench.make(name: "One").authentication.application == "brand-b")
      #expect(try await bench.make({ $0.application = "default" }, name: "Two").authentication.application == "default")
      await #expect(throws: ConnectionError.self) {
        try await bench.make({ $0.application = "brand-c" }, name: "Three")
      }
    }
  }

  @Test func anApplicationInUseStays() async throws {
    try await Bench.running([Bench.connector(Bench.oauth)]) { bench in
      let integrations = bench.connections.integrations
      try await bench.enable()
      _ = try await integrations.addApplication("quay", name: "brand-b", as: administrator)
      let made = try await bench.make { $0.application = "brand-b" }
      await #expect(
        throws: IntegrationError.applicationInUse("brand-b", by: ["the connection \"Quay\""])
      ) { try await integrations.removeApplication("quay", application: "brand-b", as: administrator) }
      await #expect(throws: IntegrationError.applicationInUse("default", by: [])) {
        try await integrations.removeApplication("quay", application: "default", as: administrator)
      }
      await #expect(throws: IntegrationError.applicationExists("brand-b")) {
        try await integrations.addApplication("quay", name: "Brand-B", as: administrator)
      }
      try await bench.connections.delete(made.id, as: Bench.writer)
      try await integrations.removeApplication("quay", application: "brand-b", as: administrator)
      #expect(try await integrations.applications("quay", as: administrator).map(\.application) == ["default"])
      let history = try await integrations.history("quay", as: administrator).map(\.action)
      #expect(history.first == "integration.application_removed")
    }
  }

  @Test func nobodyButASiteAdministratorSeesAnyOfIt() async throws {
    try await Bench.running([Bench.connector(Bench.oauth)]) { bench in
      let integrations = bench.connections.integrations
      for role: TeamRole? in [nil, .read, .commenter, .write, .manager] {
        let person = ConnectionsFixture.principal(role, number: 4)
        await #expect(throws: AccessError.self) { try await integrations.list(as: person) }
        await #expect(throws: AccessError.self) { try await integrations.read("quay", as: person) }
        await #expect(throws: AccessError.self) { try await integrations.applications("quay", as: person) }
        await #expect(throws: AccessError.self) { try await integrations.check("quay", as: person) }
        await #expect(throws: AccessError.self) { try await integrations.users(of: "quay", as: person) }
        await #expect(throws: AccessError.self) { try await integrations.history("quay", as: person) }
        await #expect(throws: AccessError.self) {
          try await integrations.update("quay", IntegrationChange(clientID: "x"), as: person)
        }
        await #expect(throws: AccessError.self) { try await integrations.setEnabled(true, "quay", as: person) }
        await #expect(throws: AccessError.self) { try await integrations.addApplication("quay", name: "b", as: person) }
        await #expect(throws: AccessError.self) {
          try await integrations.makeDefault("quay", application: "default", as: person)
        }
        await #expect(throws: AccessError.self) {
          try await integrations.removeApplication("quay", application: "default", as: person)
        }
      }
    }
  }

  @Test(arguments: [
    (400, #"{"error":"invalid_grant"}"#, IntegrationFinding.Verdict.good, "knows the client"),
    (200, #"{"ok":false,"error":"invalid_code"}"#, .good, "knows the client"),
    (401, #"{"error":"invalid_client"}"#, .bad, "client secret is wrong"),
    (200, #"{"ok":false,"error":"bad_client_secret"}"#, .bad, "client secret is wrong"),
    (400, #"{"error":"redirect_uri_mismatch"}"#, .bad, "redirect URI"),
    (400, #"{"error":"invalid_request"}"#, .unknown, "doesn't tell"),
    (503, "", .unknown, "503"), (404, "<html>", .bad, "404"),
  ])
  func aDryRunTellsWhetherTheSecretIsRight(
    status: Int, body: String, verdict: IntegrationFinding.Verdict, words: String
  ) async throws {
    try await Bench.running([Bench.connector(Bench.oauth)]) { bench in
      try await bench.enable()
      bench.services.on("/token") { _ in ScriptedServices.text(body, type: "application/json", status: status) }
      bench.services.on("/authorize") { _ in ScriptedServices.text("<html>Sign in</html>") }
      let findings = try await bench.connections.integrations.check("quay", as: administrator)
      let client = findings.first { $0.subject == .client }
      #expect(client?.verdict == verdict)
      #expect(client?.text.contains(words) == true, "\(client?.text ?? "")")
      #expect(findings.first { $0.subject == .consentPage }?.verdict == .good)
      #expect(!findings.contains { $0.text.contains("planted") })
    }
  }

  @Test(arguments: [
    (302, "https://quay.example/signin", "", IntegrationFinding.Verdict.good),
    (302, "https://weir.example/rest/v1/oauth2/callback?error=invalid_scope", "", .bad),
    (302, "https://quay.example/oauth/error?authError=deleted_client", "", .bad),
    (200, "", "<h1>Error 400: redirect_uri_mismatch</h1>", .bad), (400, "", "<html>", .bad), (502, "", "", .unknown),
  ])
  func aDryRunTellsWhetherTheConsentPageOpens(
    status: Int, location: String, page: String, verdict: IntegrationFinding.Verdict
  ) async throws {
    try await Bench.running([Bench.connector(Bench.oauth)]) { bench in
      try await bench.enable()
      bench.services.json("/token", ["error": "invalid_grant"], status: 400)
      bench.services.on("/authorize") { _ in
        var response = ScriptedServices.text(page, status: status)
        if !location.isEmpty { response.headers[.location] = location }
        return response
      }
      let findings = try await bench.connections.integrations.check("quay", as: administrator)
      #expect(findings.first { $0.subject == .consentPage }?.verdict == verdict)
    }
  }

  @Test func aServiceThatCallsItselfSomethingElseIsNoticed() async throws {
    var template = Bench.oauth
    template.issuer = "https://quay.example"
    try await Bench.running([Bench.connector(template)]) { bench in
      try await bench.enable()
      bench.services.json("/token", ["error": "invalid_grant"], status: 400)
      bench.services.on("/authorize") { _ in ScriptedServices.text("<html>") }
      bench.services.json("openid-configuration", ["issuer": "https://evil.example"])
      var findings = try await bench.connections.integrations.check("quay", as: administrator)
      #expect(findings.first { $0.subject == .discovery }?.verdict == .bad)
      bench.services.json(
        "openid-configuration",
        [
          "issuer": "https://quay.example", "token_endpoint": "https://quay.example/token",
          "scopes_supported": ["read"],
        ])
      findings = try await bench.connections.integrations.check("quay", as: administrator)
      #expect(findings.first { $0.subject == .discovery }?.verdict == .good)
    }
  }

  @Test func aDryRunOfNothingSaysWhatIsMissing() async throws {
    try await Bench.running([Bench.connector(Bench.oauth)]) { bench in
      let findings = try await bench.connections.integrations.check("quay", as: administrator)
      #expect(findings.map(\.verdict) == [.bad])
      #expect(bench.services.log.isEmpty)
    }
  }
}
