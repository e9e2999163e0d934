import Connections
import Core
import Foundation
import TestSupport
import Testing

/// What services make of RFC 6749.
@Suite struct TokenVariantTests {
  private typealias Bench = ConnectionsBench

  @Test func aUsersTokenIsTakenFromWhereSlackPutsIt() async throws {
    var template = Bench.oauth
    template.dialect.tokenPath = ["authed_user"]
    template.dialect.scopeParameter = "user_scope"
    template.scopeSeparator = ","
    template.scopes = ["files:read", "files:write"]
    try await Bench.running([Bench.connector(template)]) { bench in
      try await bench.enable()
      let made = try await bench.make()
      let start = try await bench.connections.beginAuthorization(made.id, as: Bench.writer)
      #expect(ConnectionsFixture.query(start.url)["user_scope"] == "files:read,files:write")
      #expect(ConnectionsFixture.query(start.url)["scope"] == nil)
      bench.services.json(
        "/token",
        [
          "ok": true, "access_token": "planted-bot", "token_type": "bot",
          "authed_user": [
            "id": "U1", "scope": "files:read", "access_token": "planted-user", "token_type": "user",
            "expires_in": 43200, "refresh_token": "planted-refresh",
          ],
        ])
      let done = try await bench.consent(made.id)
      #expect(done.token?.scopes == ["files:read"])
      #expect(done.missingScopes == ["files:write"])
      let authorization = try await bench.connections.access.authorization(for: made.id)
      #expect(authorization.bearer == "planted-user")
    }
  }

  @Test func aShortTokenIsExchangedForOneThatLastsAndThatIsRenewedByItself() async throws {
    var template = Bench.oauth
    template.dialect.usesPKCE = false
    template.dialect.exchanges = [
      TokenExchange(
        url: "https://graph.quay.example/access_token",
        parameters: [
          "grant_type": "ig_exchange_token", "client_secret": "${client.secret}", "access_token": "${token}",
        ])
    ]
    // A path is meant at the service's own host, which the administrator may have moved.
    template.dialect.renewal = TokenExchange(
      url: "/refresh_access_token",
      parameters: ["grant_type": "ig_refresh_token", "access_token": "${token}"])
    try await Bench.running([Bench.connector(template)]) { bench in
      try await bench.enable()
      let made = try await bench.make()
      bench.services.json("quay.example/token", ["access_token": "planted-short", "user_id": 17])
      bench.services.on("/access_token") { call in
        let query = ConnectionsFixture.query(call.url)
        #expect(query["access_token"] == "planted-short")
        #expect(query["client_secret"] == "planted-secret-of-quay-client")
        return ScriptedServices.json(["access_token": "planted-long", "expires_in": 5_184_000])
      }
      bench.services.on("/refresh_access_token") { call in
        #expect(ConnectionsFixture.query(call.url)["access_token"] == "planted-long")
        return ScriptedServices.json(["access_token": "planted-longer", "expires_in": 5_184_000])
      }
      let done = try await bench.consent(made.id)
      #expect(done.token?.isRenewable == true)
      #expect(bench.services.log.first?.form["code_verifier"] == nil)
      let access = bench.connections.access
      #expect(try await access.authorization(for: made.id).bearer == "planted-long")
      bench.clock.advance(by: .seconds(5_184_000 - 60))
      #expect(try await access.authorization(for: made.id).bearer == "planted-longer")
    }
  }

  @Test func aClientKeyIsCalledWhatTheServiceCallsIt() async throws {
    var template = Bench.oauth
    template.dialect.clientParameter = "client_key"
    try await Bench.running([Bench.connector(template)]) { bench in
      try await bench.enable()
      let made = try await bench.make()
      bench.services.json("/token", ["access_token": "planted-access", "expires_in": "86400", "scope": "a,b"])
      let start = try await bench.connections.beginAuthorization(made.id, as: Bench.writer)
      #expect(ConnectionsFixture.query(start.url)["client_key"] == "quay-client")
      let done = try await bench.consent(made.id)
      #expect(bench.services.log.first?.form["client_key"] == "quay-client")
      #expect(done.token?.scopes == ["a", "b"])
    }
  }

  @Test func aFormIsATokenReplyToo() async throws {
    try await Bench.running([Bench.connector(Bench.oauth)]) { bench in
      try await bench.enable()
      let made = try await bench.make()
      bench.services.on("/token") { _ in
        ScriptedServices.text(
          "access_token=planted-access&expires=3600", type: "application/x-www-form-urlencoded")
      }
      let done = try await bench.consent(made.id)
      #expect(done.token?.expiresAt == bench.clock.now.addingTimeInterval(3600))
    }
  }

  @Test(arguments: [
    (#"{"error":"invalid_client"}"#, "client id or the client secret"),
    (#"{"ok":false,"error":"bad_client_secret"}"#, "client id or the client secret"),
    (#"{"error":"redirect_uri_mismatch"}"#, "redirect URI"),
    (#"{"error":{"message":"Error validating redirect_uri.","type":"OAuthException","code":100}}"#, "redirect URI"),
    (#"{"error_type":"OAuthException","code":400,"error_message":"Matching code was not found"}"#, "OAuthException"),
    (#"{"error":"invalid_scope"}"#, "scope"),
    (#"{"success":false,"message":"No."}"#, "No"),
  ])
  func whatIsWrongIsSaidInWords(body: String, words: String) async throws {
    try await Bench.running([Bench.connector(Bench.oauth)]) { bench in
      try await bench.enable()
      let made = try await bench.make()
      // With status 200, as some services do.
      bench.services.on("/token") { _ in ScriptedServices.text(body, type: "application/json") }
      let error = await #expect(throws: AuthorizationError.self) { try await bench.consent(made.id) }
      #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
      #expect(try await bench.connections.read(made.id, as: Bench.writer).state == .incomplete)
    }
  }

  @Test func aCodeThatWasUsedLeavesAClearReason() async throws {
    try await Bench.running([Bench.connector(Bench.oauth)]) { bench in
      try await bench.enable()
      let made = try await bench.make()
      bench.services.json("/token", ["error": "invalid_grant", "error_description": "Code was used."], status: 400)
      let error = await #expect(throws: AuthorizationError.self) { try await bench.consent(made.id) }
      #expect(error?.message.contains("invalid_grant: Code was used") == true)
    }
  }

  @Test func aTenantStandsInTheAddresses() async throws {
    var template = Bench.oauth
    template.authorizationURL = "https://login.example/${settings.tenant}/authorize"
    template.tokenURL = "https://login.example/${settings.tenant}/token"
    let guide = IntegrationGuide(
      fields: [IntegrationField(name: "tenant", title: "Tenant ID", standard: "common")])
    try await Bench.running([Bench.connector(template, guide: guide)]) { bench in
      try await bench.enable()
      let made = try await bench.make()
      let first = try await bench.connections.beginAuthorization(made.id, as: Bench.writer)
      #expect(first.url.hasPrefix("https://login.example/common/authorize?"))
      var change = IntegrationChange()
      change.fields = ["tenant": Secret("9f3c.example.com")]
      try await bench.connections.integrations.update("quay", change, as: Bench.administrator)
      bench.services.json("login.example/9f3c.example.com/token", ["access_token": "planted-access"])
      #expect(try await bench.consent(made.id).state == .healthy)
      change.fields = ["tenant": Secret("evil.example/x")]
      await #expect(throws: ConnectionError.self) {
        try await bench.connections.integrations.update("quay", change, as: Bench.administrator)
      }
    }
  }

  @Test func aMemberCantSendTheOrganizationsSecretElsewhere() async throws {
    var template = Bench.oauth
    template.tokenURL = "https://${settings.shop}.quay.example/token"
    let fields = [IntegrationField(name: "shop", title: "Shop", isRequired: true)]
    try await Bench.running([Bench.connector(template, fields: fields)]) { bench in
      try await bench.enable()
      bench.services.json("https://acme.quay.example/token", ["access_token": "planted-access"])
      let good = try await bench.make { $0.settings = ["shop": "acme"] }
      #expect(try await bench.consent(good.id).state == .healthy)
      for shop in ["evil.example/", "evil.example#", "a.b", "a@evil.example", ""] {
        await #expect(throws: ConnectionError.self, "\(shop)") {
          let made = try await bench.make({ $0.settings = ["shop": .string(shop)] }, name: "Shop \(shop.count)")
          _ = try await bench.connections.beginAuthorization(made.id, as: Bench.writer)
        }
      }
    }
  }

  @Test func aClockFiveMinutesOffChangesNothingWorseThanARefreshTooMany() async throws {
    try await Bench.running([Bench.connector(Bench.oauth)]) { bench in
      try await bench.enable()
      let made = try await bench.make()
      // Tokens of five minutes by the service's clock, with which ours never agrees.
      bench.services.json(
        "/token", ["access_token": "planted-access", "expires_in": 300, "refresh_token": "planted-refresh"])
      #expect(try await bench.consent(made.id).state == .healthy)
      let access = bench.connections.access
      // The service says the token is over, though it should live for minutes by our clock.
      bench.clock.advance(by: .seconds(10))
      let renewed = try await access.rejected(made.id, generation: 1)
      #expect(renewed.generation == 2)
      // Our clock jumps ahead: the token counts as over and is renewed, not lost.
      bench.clock.advance(by: .seconds(600))
      #expect(try await access.authorization(for: made.id).generation == 3)
      #expect(try await bench.connections.read(made.id, as: Bench.writer).state == .healthy)
    }
  }
}
