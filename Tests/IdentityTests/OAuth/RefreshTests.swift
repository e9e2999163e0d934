import Core
import TestSupport
import Testing

@testable import Identity

@Suite struct RefreshTests {
  @Test(arguments: StoreEngine.tested)
  func everyRefreshGivesANewTokenAndTheOldOneIsSpent(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let (client, first) = try await Self.begin(house)
      let second = try await client.refresh(house, first.refreshToken)
      #expect(second.refreshToken != nil && second.refreshToken != first.refreshToken)
      #expect(second.scope == first.scope && second.idToken != nil)
      let third = try await client.refresh(house, second.refreshToken)
      #expect(try await client.isActive(house, third.accessToken))
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aReusedTokenRevokesTheWholeFamilyAndNoOther(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let (client, first) = try await Self.begin(house)
      let stranger = try await client.exchange(house, code: client.code(in: house, as: house.administrator.person))
      let second = try await client.refresh(house, first.refreshToken)
      await #expect(throws: OAuthError.self) { try await client.refresh(house, first.refreshToken) }
      await #expect(throws: OAuthError.invalidGrant("The refresh token was revoked.")) {
        try await client.refresh(house, second.refreshToken)
      }
      #expect(try await !client.isActive(house, second.accessToken))
      #expect(try await !client.isActive(house, second.refreshToken ?? ""))
      _ = try await client.refresh(house, stranger.refreshToken)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func ofManyRefreshesAtOnceAtMostOneWins(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let (client, first) = try await Self.begin(house)
      let won = await withTaskGroup(of: Bool.self) { group in
        for _ in 0..<6 { group.addTask { (try? await client.refresh(house, first.refreshToken)) != nil } }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(won == 1)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aNarrowerScopeIsGivenOnceAndAWiderOneNever(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let (client, first) = try await Self.begin(house)
      let narrow = try await client.refresh(house, first.refreshToken, scope: "openid")
      #expect(narrow.scope == "openid")
      let wide = try await client.refresh(house, narrow.refreshToken)
      #expect(wide.scope == "openid api offline_access")
      await #expect(throws: OAuthError.self) {
        try await client.refresh(house, wide.refreshToken, scope: "openid profile")
      }
      // The refused request has not spent it.
      _ = try await client.refresh(house, wide.refreshToken)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func anotherClientCannotUseIt(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let (client, first) = try await Self.begin(house)
      let other = try await WebClient.register(in: house)
      for token in [first.refreshToken, first.accessToken, "nonsense", nil] {
        await #expect(throws: OAuthError.self) { try await other.refresh(house, token) }
      }
      _ = try await client.refresh(house, first.refreshToken)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func anUnusedTokenEndsAfterAMonthAndAUsedOneGoesOn(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      var (client, tokens) = try await Self.begin(house)
      for _ in 0..<3 {
        house.clock.advance(by: .seconds(29 * 86_400))
        try await house.identity.tidy()
        tokens = try await client.refresh(house, tokens.refreshToken)
      }
      house.clock.advance(by: .seconds(30 * 86_400))
      await #expect(throws: OAuthError.self) { try await client.refresh(house, tokens.refreshToken) }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func withdrawnConsentEndsEveryTokenOfThatApplication(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let (client, first) = try await Self.begin(house)
      let applications = house.identity.applications
      #expect(try await applications.consents(of: house.administrator).map(\.application) == [client.application.id])
      try await applications.withdrawConsent(to: client.application.id, as: house.administrator)
      #expect(try await !client.isActive(house, first.accessToken))
      await #expect(throws: OAuthError.self) { try await client.refresh(house, first.refreshToken) }
      #expect(try await applications.consents(of: house.administrator).isEmpty)
    }
  }

  static func begin(_ house: House) async throws -> (WebClient, TokenResponse) {
    let client = try await WebClient.register(in: house)
    let code = try await client.code(in: house, as: house.administrator.person)
    return (client, try await client.exchange(house, code: code))
  }
}
