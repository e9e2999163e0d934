import Connections
import Core
import Foundation
import Identity
import TestSupport
import Testing

@Suite struct AuthorizeTests {
  private let writer = ConnectionsFixture.writer

  private func begun(_ fixture: ConnectionsFixture) async throws -> (Connection, AuthorizationStart, [String: String]) {
    try await fixture.enableIntegration()
    let connection = try await fixture.connections.create(
      in: ConnectionsFixture.team, connector: ConnectionsFixture.connector, ConnectionForm(name: "Library"), as: writer)
    let start = try await fixture.connections.beginAuthorization(connection.id, as: writer)
    return (connection, start, ConnectionsFixture.query(start.url))
  }

  @Test(arguments: StoreEngine.tested)
  func aPersonConsentsAndTheConnectionIsHealthy(engine: StoreEngine) async throws {
    try await ConnectionsFixture.running(engine) { fixture in
      let (connection, start, query) = try await begun(fixture)
      #expect(start.url.hasPrefix("\(fixture.provider.url)/authorize?"))
      #expect(query["response_type"] == "code")
      #expect(query["code_challenge_method"] == "S256")
      #expect(query["nonce"]?.isEmpty == false && query["nonce"] != query["state"])
      #expect(query["redirect_uri"] == "https://weir.example/rest/v1/oauth2/callback")
      #expect(query["scope"] == "openid api offline_access")
      #expect(query["access_type"] == "offline")
      #expect(Base64URL.decode(query["state"] ?? "")?.count == 32)
      let code = fixture.provider.consent(challenge: query["code_challenge"] ?? "")
      let done = try await fixture.connections.completeAuthorization(
        AuthorizationReturn(state: query["state"], code: Secret(code)), browserNonce: start.browserNonce, as: writer)
      #expect(done.state == .healthy)
      #expect(done.token?.isRenewable == true)
      #expect(done.missingScopes.isEmpty)
      let authorization = try await fixture.connections.access.authorization(for: connection.id)
      #expect(authorization.bearer?.hasPrefix("planted-access") == true)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aReplayOrAnotherBrowserChangesNothing(engine: StoreEngine) async throws {
    try await ConnectionsFixture.running(engine) { fixture in
      let (connection, start, query) = try await begun(fixture)
      let code = fixture.provider.consent(challenge: query["code_challenge"] ?? "")
      let answer = AuthorizationReturn(state: query["state"], code: Secret(code))
      let connections = fixture.connections
      await #expect(throws: AuthorizationError.stateRefused) {
        try await connections.completeAuthorization(answer, browserNonce: Secret("other"), as: writer)
      }
      await #expect(throws: AuthorizationError.stateRefused) {
        try await connections.completeAuthorization(answer, browserNonce: nil, as: writer)
      }
      let other = ConnectionsFixture.principal(.write, number: 7)
      await #expect(throws: AuthorizationError.stateRefused) {
        try await connections.completeAuthorization(answer, browserNonce: start.browserNonce, as: other)
      }
      let untouched = try await connections.read(connection.id, as: writer)
      #expect(untouched == connection)
      #expect(fixture.provider.log.requests.isEmpty)
      // None of that used it up.
      let done = try await connections.completeAuthorization(answer, browserNonce: start.browserNonce, as: writer)
      #expect(done.state == .healthy)
      await #expect(throws: AuthorizationError.stateRefused) {
        try await connections.completeAuthorization(answer, browserNonce: start.browserNonce, as: writer)
      }
      #expect(fixture.provider.log.requests.count == 1)
    }
  }

  @Test func anOldStateIsRefused() async throws {
    try await ConnectionsFixture.running(.sqlite) { fixture in
      let (_, start, query) = try await begun(fixture)
      fixture.clock.advance(by: .seconds(601))
      await #expect(throws: AuthorizationError.stateRefused) {
        try await fixture.connections.completeAuthorization(
          AuthorizationReturn(state: query["state"], code: Secret("x")), browserNonce: start.browserNonce, as: writer)
      }
    }
  }

  @Test func aDeniedConsentIsShown() async throws {
    try await ConnectionsFixture.running(.sqlite) { fixture in
      let (connection, start, query) = try await begun(fixture)
      let answer = AuthorizationReturn(
        state: query["state"], error: "access_denied", errorDescription: "The user said\nno.")
      await #expect(
        throws: AuthorizationError.denied(
          name: "Library", reason: "the service says access_denied: The user said no")
      ) {
        try await fixture.connections.completeAuthorization(answer, browserNonce: start.browserNonce, as: writer)
      }
      let after = try await fixture.connections.read(connection.id, as: writer)
      #expect(after.health.reason == "the service says access_denied: The user said no")
    }
  }

  @Test func aReconnectThatFailsLeavesAWorkingConnectionAlone() async throws {
    try await ConnectionsFixture.running(.sqlite) { fixture in
      let connection = try await fixture.connected()
      let start = try await fixture.connections.beginAuthorization(connection.id, as: writer)
      let answer = AuthorizationReturn(state: ConnectionsFixture.query(start.url)["state"], error: "access_denied")
      await #expect(throws: AuthorizationError.self) {
        try await fixture.connections.completeAuthorization(answer, browserNonce: start.browserNonce, as: writer)
      }
      let after = try await fixture.connections.read(connection.id, as: writer)
      #expect(after.state == .healthy)
      let authorization = try await fixture.connections.access.authorization(for: connection.id)
      #expect(authorization.generation == 1)
    }
  }

  @Test func anAnswerOfAnotherIssuerIsRefused() async throws {
    try await ConnectionsFixture.running(.sqlite) { fixture in
      let (_, start, query) = try await begun(fixture)
      let answer = AuthorizationReturn(state: query["state"], code: Secret("x"), issuer: "https://evil.example")
      await #expect(throws: AuthorizationError.issuerMismatch(name: "Library")) {
        try await fixture.connections.completeAuthorization(answer, browserNonce: start.browserNonce, as: writer)
      }
      #expect(fixture.provider.log.requests.isEmpty)
    }
  }

  @Test(arguments: [
    (200, "text/html", "<html>Sign in planted-client-secret</html>", "a web page"),
    (200, "application/json", "{}", "no access token"),
    (200, "application/json", #"{"access_token":"x","token_type":"mac"}"#, "mac"),
    (200, "application/json", #"{"ok":false,"error":"invalid_code"}"#, "invalid_code"),
    (400, "application/json", #"{"error":"invalid_grant","error_description":"Code expired."}"#, "Code expired"),
    (401, "application/json", #"{"error":"invalid_client"}"#, "invalid_client"),
    (503, "text/plain", "planted-client-secret is unavailable", "503"),
    (404, "text/html", "<html>", "404"),
    (302, "text/html", "", "302"),
  ])
  func aStrangeTokenReplyHasAClearReason(status: Int, type: String, body: String, expected: String) async throws {
    try await ConnectionsFixture.running(.sqlite) { fixture in
      let (connection, start, query) = try await begun(fixture)
      fixture.provider.change { $0.canned = [(status, type, body, [:])] }
      let answer = AuthorizationReturn(state: query["state"], code: Secret("planted-code"))
      let error = await #expect(throws: AuthorizationError.self) {
        try await fixture.connections.completeAuthorization(answer, browserNonce: start.browserNonce, as: writer)
      }
      #expect(error?.code == "authorization_failed")
      #expect(error?.message.contains(expected) == true)
      #expect(error?.message.contains("planted") == false)
      let after = try await fixture.connections.read(connection.id, as: writer)
      #expect(after.state == .incomplete)
      #expect(after.health.reason?.contains(expected) == true)
    }
  }

  @Test func missingPartsOfATokenReplyAreLivedWith() async throws {
    try await ConnectionsFixture.running(.sqlite) { fixture in
      fixture.provider.change {
        $0.expiresIn = nil
        $0.scope = "openid api"
        $0.givesRefreshToken = false
      }
      let connection = try await fixture.connected()
      #expect(connection.state == .healthy)
      #expect(connection.token?.expiresAt == nil)
      #expect(connection.token?.isRenewable == false)
      #expect(connection.missingScopes == ["offline_access"])
      fixture.clock.advance(by: .seconds(86_400 * 30))
      let authorization = try await fixture.connections.access.authorization(for: connection.id)
      #expect(authorization.generation == 1)
      let error = await #expect(throws: ConnectionError.self) {
        try await fixture.connections.access.rejected(connection.id, generation: 1)
      }
      #expect(error?.code == "connection_needs_reconnect")
    }
  }

  @Test func aLifetimeWrittenAsTextIsUnderstood() async throws {
    try await ConnectionsFixture.running(.sqlite) { fixture in
      fixture.provider.change { $0.expiresIn = "1800" }
      let connection = try await fixture.connected()
      #expect(connection.token?.expiresAt == fixture.clock.now.addingTimeInterval(1800))
    }
  }

  @Test func aSwitchedOffIntegrationAuthorizesNothing() async throws {
    try await ConnectionsFixture.running(.sqlite) { fixture in
      let (connection, _, _) = try await begun(fixture)
      try await fixture.connections.integrations.setEnabled(false, "fake", as: ConnectionsFixture.administrator)
      await #expect(throws: ConnectionError.integrationDisabled("Fake")) {
        try await fixture.connections.beginAuthorization(connection.id, as: writer)
      }
    }
  }
}
