import Core
import Foundation
import Persistence
import TestSupport
import Testing

@testable import Identity

@Suite struct SigningKeysTests {
  @Test(arguments: StoreEngine.tested)
  func theKeyIsMadeAtFirstUseAndRestsSealedInItsRow(engine: StoreEngine) async throws {
    try await engine.withStore(IdentitySchema.migrations) { store in
      let clock = TestClock()
      let keys = SigningKeys(store: store, effects: clock.effects(), sealer: .bound, settings: House.settings())
      #expect(try await store.read { try SigningKeyStore.all(in: $0) }.isEmpty)
      let set = try await keys.current()
      let stored = try await store.read { try SigningKeyStore.all(in: $0) }
      #expect(stored.map(\.key.id) == [set.signer])
      #expect(stored.first?.sealed.starts(with: Array("sealed identity_signing_key/\(set.signer) ".utf8)) == true)
      let published = try #require(set.published["keys"]?[0])
      #expect(published["kid"] == .string(set.signer) && published["alg"] == "RS256" && published["use"] == "sig")
      #expect(published["e"] == "AQAB")
      #expect(Base64URL.decode(published["n"]?.stringValue ?? "")?.count == 256)
      #expect(published.objectValue?.keys.sorted() == ["alg", "e", "kid", "kty", "n", "use"])
      // Another process has the same key.
      let other = SigningKeys(store: store, effects: clock.effects(seed: 2), sealer: .bound, settings: House.settings())
      #expect(try await other.current().published == set.published)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aKeyCopiedToAnotherRowDoesNotOpen(engine: StoreEngine) async throws {
    try await engine.withStore(IdentitySchema.migrations) { store in
      let clock = TestClock()
      let sealed = try Sealer.bound.seal(House.signingKey.get(), SigningKeyStore.context("other"))
      try await store.write { session in
        try SigningKeyStore.insert(
          SigningKeyStore.Stored(
            key: SigningKeySchedule.Key(id: "here", createdAt: clock.now), sealed: sealed), in: session)
      }
      let keys = SigningKeys(store: store, effects: clock.effects(), sealer: .bound, settings: House.settings())
      await #expect(throws: (any Error).self) { try await keys.current() }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aRotatedKeyTakesOverWithOverlapAndTokensOfTheOldOneStayGood(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let robot = try await Robot.register(in: house)
      house.clock.advance(by: .seconds(89 * 86_400))
      try await house.identity.tidy()
      let both = try await house.identity.oauth.webKeys()
      #expect(both["keys"]?.arrayValue?.count == 2)
      let before = try await robot.token(in: house)
      #expect(try Robot.header(before)["kid"] == "test-key")
      house.clock.advance(by: .seconds(86_400 - 1800))
      let last = try await robot.token(in: house)
      house.clock.advance(by: .seconds(1800))
      let after = try await robot.token(in: house)
      #expect(try Robot.header(last)["kid"] == "test-key")
      #expect(try Robot.header(after)["kid"] != "test-key")
      for token in [last, after] { _ = try await house.identity.principal(bearer: token) }
      house.clock.advance(by: .seconds(86_400 + 3600))
      try await house.identity.tidy()
      #expect(try await house.identity.oauth.webKeys()["keys"]?.arrayValue?.count == 1)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aTokenOfAKeyThatAnotherProcessJustMadeIsTaken(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let robot = try await Robot.register(in: house)
      _ = try await house.identity.oauth.webKeys()
      // The other process's only key, made while our copy is fresh.
      try await house.store.write { session in
        try SigningKeyStore.delete(["test-key"], in: session)
        try SigningKeyStore.insert(
          SigningKeyStore.Stored(
            key: SigningKeySchedule.Key(id: "theirs", createdAt: house.clock.now),
            sealed: House.signingKey.get()), in: session)
      }
      let other = try await Identity(
        store: house.store, effects: house.clock.effects(seed: 9), sealer: .open, settings: House.settings())
      let token = try await robot.token(of: other)
      #expect(try Robot.header(token)["kid"] == "theirs")
      house.clock.advance(by: .seconds(6))
      _ = try await house.identity.principal(bearer: token)
    }
  }
}
