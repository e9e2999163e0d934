import Core
import TestSupport
import Testing

@testable import Identity

@Suite struct IntrospectionTests {
  @Test(arguments: StoreEngine.tested)
  func aResourceServerLearnsWhatATokenIsWorth(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let (client, tokens) = try await RefreshTests.begin(house)
      let server = try await WebClient.register(in: house)
      let form = { (token: String) in
        ClientRequest.form([
          ("token", token), ("client_id", server.application.id.description),
          ("client_secret", server.secret?.revealed ?? ""), ("token_type_hint", "whatever"),
        ])
      }
      let oauth = house.identity.oauth
      let access = try await oauth.introspect(form(tokens.accessToken))
      #expect(access["active"] == true && access["scope"] == "openid api offline_access")
      #expect(access["client_id"] == JSONValue(client.application.id) && access["username"] == "admin")
      #expect(access["token_type"] == "Bearer" && access["iss"] == .string(House.issuer))
      let refresh = try await oauth.introspect(form(tokens.refreshToken ?? ""))
      #expect(refresh["active"] == true && refresh["token_type"] == nil)
      for token in ["nonsense", tokens.idToken ?? "", "a.b.c"] {
        #expect(try await oauth.introspect(form(token)) == ["active": false])
      }
      house.clock.advance(by: .seconds(3600))
      #expect(try await oauth.introspect(form(tokens.accessToken)) == ["active": false])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func introspectionNeedsACallerWithASecret(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let (client, tokens) = try await RefreshTests.begin(house)
      let id = client.application.id.description
      for form in [
        [("token", tokens.accessToken)], [("token", tokens.accessToken), ("client_id", id)],
        [("token", tokens.accessToken), ("client_id", id), ("client_secret", "wrong")],
      ] {
        await #expect(throws: OAuthError.invalidClient) { try await house.identity.oauth.introspect(.form(form)) }
      }
      let secret = client.secret?.revealed ?? ""
      await #expect(throws: OAuthError.self) {
        try await house.identity.oauth.introspect(.form([("client_id", id), ("client_secret", secret)]))
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aRevokedAccessTokenIsWorthNothingWhileItsFamilyGoesOn(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let (client, tokens) = try await RefreshTests.begin(house)
      try await Self.revoke(house, client, tokens.accessToken)
      #expect(try await !client.isActive(house, tokens.accessToken))
      await #expect(throws: SignInError.tokenRefused) {
        try await house.identity.principal(bearer: tokens.accessToken)
      }
      await #expect(throws: OAuthError.invalidToken) {
        try await house.identity.oauth.userInfo(bearer: tokens.accessToken)
      }
      let next = try await client.refresh(house, tokens.refreshToken)
      #expect(try await client.isActive(house, next.accessToken))
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aRevokedRefreshTokenTakesItsFamilyWithIt(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let (client, tokens) = try await RefreshTests.begin(house)
      try await Self.revoke(house, client, tokens.refreshToken ?? "")
      #expect(try await !client.isActive(house, tokens.accessToken))
      await #expect(throws: OAuthError.self) { try await client.refresh(house, tokens.refreshToken) }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func onlyTheOwnApplicationRevokesAndUnknownTokensAreNoError(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let (client, tokens) = try await RefreshTests.begin(house)
      let other = try await WebClient.register(in: house)
      for token in [tokens.accessToken, tokens.refreshToken ?? ""] {
        await #expect(throws: OAuthError.self) { try await Self.revoke(house, other, token) }
      }
      #expect(try await client.isActive(house, tokens.accessToken))
      try await Self.revoke(house, client, "nonsense")
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aServiceTokenIsRevokedByItself(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let robot = try await Robot.register(in: house)
      let token = try await robot.token(in: house)
      let other = try await robot.token(in: house)
      try await house.identity.oauth.revoke(
        .form([
          ("token", token), ("client_id", robot.application.id.description), ("client_secret", robot.secret.revealed),
        ]))
      await #expect(throws: SignInError.tokenRefused) { try await house.identity.principal(bearer: token) }
      _ = try await house.identity.principal(bearer: other)
      // Forgotten only when the token is over anyway.
      try await house.identity.tidy()
      await #expect(throws: SignInError.tokenRefused) { try await house.identity.principal(bearer: token) }
    }
  }

  static func revoke(_ house: House, _ client: WebClient, _ token: String) async throws {
    try await house.identity.oauth.revoke(
      .form([
        ("token", token), ("client_id", client.application.id.description),
        ("client_secret", client.secret?.revealed ?? ""),
      ]))
  }
}
