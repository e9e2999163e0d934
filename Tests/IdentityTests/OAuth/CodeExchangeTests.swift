import Core
import Crypto
import Foundation
import TestSupport
import Testing

@testable import Identity

/// Details are compared as JSON values, numbers by value.
@Suite struct CodeExchangeTests {
  @Test(arguments: StoreEngine.tested)
  func aCodeBecomesTheTokensThatWereAskedFor(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let client = try await WebClient.register(in: house)
      let person = house.administrator.person
      let code = try await client.code(
        in: house, as: person, ["nonce": "n-1", "scope": "openid profile api offline_access"])
      let tokens = try await client.exchange(house, code: code)
      #expect(
        tokens.json.keys == ["id_token", "access_token", "expires_in", "token_type", "refresh_token", "scope"])
      #expect(tokens.json["scope"] == "openid profile api offline_access" && tokens.json["expires_in"] == 3600)
      let idToken = try Robot.claims(tokens.idToken ?? "")
      #expect(idToken["iss"] == .string(House.issuer) && idToken["sub"] == "admin" && idToken["nonce"] == "n-1")
      #expect(idToken["aud"] == .string(client.application.id.description))
      #expect(idToken["name"] == "Administrator" && idToken["preferred_username"] == "admin")
      let half = Array(SHA256.hash(data: Data(tokens.accessToken.utf8))).prefix(16)
      #expect(idToken["at_hash"] == .string(Base64URL.encode(half)))
      let now = Int64(house.clock.now.timeIntervalSince1970)
      #expect(idToken["auth_time"] == .int(now) && idToken["exp"] == .int(now + 3600))
      #expect(try await house.identity.principal(bearer: tokens.accessToken).person == person)
      let info = try await house.identity.oauth.userInfo(bearer: tokens.accessToken)
      #expect(info["sub"] == "admin" && info["name"] == "Administrator" && info["Email"] == "admin@example.org")
    }
  }

  @Test(arguments: StoreEngine.tested)
  func onlyWhatWasAskedForIsGiven(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let client = try await WebClient.register(in: house)
      let person = house.administrator.person
      let api = try await client.exchange(house, code: client.code(in: house, as: person, ["scope": "api"]))
      #expect(api.idToken == nil && api.refreshToken == nil && api.scope == "api")
      await #expect(throws: OAuthError.insufficientScope("openid")) {
        try await house.identity.oauth.userInfo(bearer: api.accessToken)
      }
      let openid = try await client.exchange(house, code: client.code(in: house, as: person, ["scope": "openid"]))
      #expect(try Robot.claims(openid.idToken ?? "")["name"] == nil)
      #expect(try await house.identity.oauth.userInfo(bearer: openid.accessToken)["name"] == nil)
      await #expect(throws: AccessError.insufficientScope(needed: "api")) {
        try await house.identity.principal(bearer: openid.accessToken)
      }
      // An ID token is no access token.
      await #expect(throws: SignInError.tokenRefused) {
        try await house.identity.principal(bearer: openid.idToken ?? "")
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aReplayedCodeGivesNothingAndRevokesWhatItGave(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let client = try await WebClient.register(in: house)
      let code = try await client.code(in: house, as: house.administrator.person)
      let tokens = try await client.exchange(house, code: code)
      #expect(try await client.isActive(house, tokens.accessToken))
      await #expect(throws: OAuthError.self) { try await client.exchange(house, code: code) }
      #expect(try await !client.isActive(house, tokens.accessToken))
      await #expect(throws: SignInError.tokenRefused) {
        try await house.identity.principal(bearer: tokens.accessToken)
      }
      await #expect(throws: OAuthError.self) { try await client.refresh(house, tokens.refreshToken) }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func ofManyExchangesOfOneCodeAtOnceAtMostOneWins(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let client = try await WebClient.register(in: house)
      let code = try await client.code(in: house, as: house.administrator.person)
      let won = await withTaskGroup(of: TokenResponse?.self) { group in
        for _ in 0..<6 { group.addTask { try? await client.exchange(house, code: code) } }
        return await group.reduce(into: [TokenResponse]()) { won, tokens in won += tokens.map { [$0] } ?? [] }
      }
      #expect(won.count == 1)
      for tokens in won { #expect(try await !client.isActive(house, tokens.accessToken)) }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aCodeIsGoodForAMinute(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let client = try await WebClient.register(in: house)
      let early = try await client.code(in: house, as: house.administrator.person)
      let late = try await client.code(in: house, as: house.administrator.person)
      house.clock.advance(by: .seconds(59))
      _ = try await client.exchange(house, code: early)
      house.clock.advance(by: .seconds(1))
      await #expect(throws: OAuthError.invalidGrant("The code has expired.")) {
        try await client.exchange(house, code: late)
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aCodeIsBoundToItsClientAddressAndKey(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let client = try await WebClient.register(in: house)
      let other = try await WebClient.register(in: house)
      let person = house.administrator.person
      let code = try await client.code(in: house, as: person)
      await #expect(throws: OAuthError.self) { try await other.exchange(house, code: code) }
      let mistakes: [[String: String?]] = [
        ["redirect_uri": "https://client.example/other"], ["redirect_uri": nil], ["code_verifier": nil],
        ["code_verifier": String(repeating: "a", count: 43)], ["code_verifier": WebClient.challenge],
        ["code_verifier": "short"], ["code": nil], ["code": "nonsense"],
      ]
      for mistake in mistakes {
        await #expect(throws: OAuthError.self, "\(mistake)") {
          try await client.exchange(house, code: code, mistake)
        }
      }
      // None of that has used it up.
      _ = try await client.exchange(house, code: code)
      let without = try await client.code(
        in: house, as: person, ["code_challenge": nil, "code_challenge_method": nil])
      await #expect(throws: OAuthError.self, "a verifier without a challenge") {
        try await client.exchange(house, code: without)
      }
      _ = try await client.exchange(house, code: without, ["code_verifier": nil])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aPublicClientExchangesWithItsKeyAloneAndNeverWithASecret(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let client = try await WebClient.register(in: house, isPublic: true)
      let code = try await client.code(in: house, as: house.administrator.person)
      await #expect(throws: OAuthError.invalidClient) {
        try await client.exchange(house, code: code, ["client_secret": "guess"])
      }
      let tokens = try await client.exchange(house, code: code)
      _ = try await client.refresh(house, tokens.refreshToken)
      await #expect(throws: OAuthError.self) { try await client.isActive(house, tokens.accessToken) }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func somebodyDisabledInBetweenGetsNothing(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let client = try await WebClient.register(in: house)
      let person = try await house.add("somebody").person
      let code = try await client.code(in: house, as: person)
      let tokens = try await client.exchange(house, code: client.code(in: house, as: person))
      _ = try await house.identity.people.update(person, PersonChange(isEnabled: false), as: house.administrator)
      await #expect(throws: OAuthError.self) { try await client.exchange(house, code: code) }
      await #expect(throws: OAuthError.self) { try await client.refresh(house, tokens.refreshToken) }
      await #expect(throws: SignInError.tokenRefused) {
        try await house.identity.principal(bearer: tokens.accessToken)
      }
    }
  }
}
