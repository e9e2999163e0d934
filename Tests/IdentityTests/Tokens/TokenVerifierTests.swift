import Core
import Crypto
import CryptoExtras
import Foundation
import TestSupport
import Testing

@testable import Identity

@Suite struct TokenVerifierTests {
  @Test(arguments: StoreEngine.tested)
  func aTokenCarriesTheClaimsThatClientsRead(engine: StoreEngine) async throws {
    try await House.on(engine, change: { $0.apiURL = "https://api.example.org" }) { house in
      let robot = try await Robot.register(in: house)
      let token = try await robot.token(in: house)
      #expect(try Robot.header(token) == ["alg": "RS256", "typ": "at+jwt", "kid": "test-key"])
      let claims = try Robot.claims(token)
      let now = Int64(house.clock.now.timeIntervalSince1970)
      #expect(claims["iat"] == .int(now) && claims["exp"] == .int(now + 3600))
      #expect(claims["iss"] == .string(House.issuer))
      #expect(claims["aud"] == .string(House.issuer + "/resources"))
      #expect(claims["client_id"] == .string(robot.application.id.description))
      #expect(claims["sub"] == .string("app-\(robot.application.id)"))
      #expect(claims["scope"] == "api" && claims["idp"] == "local")
      #expect(claims["api_uri"] == "https://api.example.org")
      #expect(claims["UserId"] == robot.application.servicePerson.map { JSONValue($0) })
      #expect(claims["UserOrgUnitId"] == JSONValue(house.administrator.organizationTeam))
      let permissions = try JSONValue(parsing: Array((claims["Permissions"]?.stringValue ?? "").utf8))
      #expect(permissions[0]?["ObjectId"] == JSONValue(house.administrator.organizationTeam))
      #expect(
        permissions[0]?.objectValue?.keys == ["SecurableObjectType", "ObjectId", "Permissions", "Permissions2"])
      let principal = try await house.identity.principal(bearer: token)
      #expect(principal.libraryRole == .write && principal.scopes == ["api"])
      #expect(principal.clientID == robot.application.id.description)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aTokenIsOverAtTheSecondItSays(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let token = try await Robot.register(in: house).token(in: house)
      house.clock.advance(by: .seconds(3599))
      _ = try await house.identity.principal(bearer: token)
      house.clock.advance(by: .seconds(1))
      await #expect(throws: SignInError.tokenRefused) { try await house.identity.principal(bearer: token) }
    }
  }

  /// Every way to write a token that isn't ours, most of them with a signature that some verifier would take.
  @Test(arguments: StoreEngine.tested)
  func forgedTokensAreRefused(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let token = try await Robot.register(in: house).token(in: house)
      let good = try Robot.claims(token).objectValue ?? [:]
      let ours = try _RSA.Signing.PrivateKey(derRepresentation: House.signingKey.get())
      let theirs = try _RSA.Signing.PrivateKey(keySize: .bits2048)
      let header: JSONObject = ["alg": "RS256", "typ": "at+jwt", "kid": "test-key"]
      // The forger works: with our own key and the right claims it makes a good token.
      _ = try await house.identity.principal(bearer: try Self.rs256(header, good, ours))
      let forged = [
        try Self.rs256(header, good, theirs),
        try Self.rs256(header.merging(["kid": "unknown"]), good, ours),
        try Self.rs256(["alg": "RS256", "typ": "at+jwt"], good, ours),
        try Self.rs256(header.merging(["typ": "JWT"]), good, ours),
        try Self.rs256(header.merging(["alg": "RS512"]), good, ours),
        try Self.rs256(header.merging(["crit": ["exp"]]), good, ours),
        try Self.rs256(header, good.merging(["iss": "https://evil.example"]), ours),
        try Self.rs256(header, good.merging(["aud": "https://evil.example/resources"]), ours),
        try Self.rs256(header, good.merging(["exp": 1_767_225_599]), ours),
        try Self.rs256(header, good.merging(["nbf": 1_767_225_700]), ours),
        try Self.rs256(header, good.merging(["UserId": "nobody"]), ours),
        try Self.rs256(header, good.merging(["UserId": .string(UUID().uuidString)]), ours),
        Self.hs256(header.merging(["alg": "HS256"]), good, key: Data(ours.publicKey.pemRepresentation.utf8)),
        Self.hs256(header.merging(["alg": "HS256"]), good, key: ours.publicKey.derRepresentation),
        Self.unsigned(header.merging(["alg": "none"]), good) + ".",
        Self.unsigned(header, good) + ".", String(token.dropLast(8)), token + "A", token + ".", "", "..", "a.b.c",
        String(repeating: "a", count: 20_000),
      ]
      for (number, token) in forged.enumerated() {
        await #expect(throws: SignInError.tokenRefused, "forgery \(number)") {
          try await house.identity.principal(bearer: token)
        }
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aDisabledApplicationOrPersonEndsTheirTokensAtOnce(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let robot = try await Robot.register(in: house)
      let token = try await robot.token(in: house)
      let draft = ApplicationDraft(name: "Robot", scopes: [.api], grants: [.clientCredentials])
      let applications = house.identity.applications
      _ = try await applications.update(robot.application.id, draft, isEnabled: false, as: house.administrator)
      await #expect(throws: SignInError.tokenRefused) { try await house.identity.principal(bearer: token) }
      await #expect(throws: OAuthError.invalidClient) { try await robot.token(in: house) }
      _ = try await applications.update(robot.application.id, draft, isEnabled: true, as: house.administrator)
      _ = try await house.identity.principal(bearer: token)
      let service = try #require(robot.application.servicePerson)
      _ = try await house.identity.people.update(service, PersonChange(isEnabled: false), as: house.administrator)
      await #expect(throws: SignInError.tokenRefused) { try await house.identity.principal(bearer: token) }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aRotatedSecretReplacesTheOldOne(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let robot = try await Robot.register(in: house)
      let secret = try await house.identity.applications.rotateSecret(of: robot.application.id, as: house.administrator)
      await #expect(throws: OAuthError.invalidClient) { try await robot.token(in: house) }
      _ = try await Robot(application: robot.application, secret: secret).token(in: house)
    }
  }

  // MARK: A forger

  static func unsigned(_ header: JSONObject, _ claims: JSONObject) -> String {
    [header, claims].map { Base64URL.encode(JSONValue.object($0).encoded()) }.joined(separator: ".")
  }

  static func rs256(_ header: JSONObject, _ claims: JSONObject, _ key: _RSA.Signing.PrivateKey) throws -> String {
    let text = unsigned(header, claims)
    let signature = try key.signature(for: SHA256.hash(data: Data(text.utf8)), padding: .insecurePKCS1v1_5)
    return "\(text).\(Base64URL.encode(signature.rawRepresentation))"
  }

  static func hs256(_ header: JSONObject, _ claims: JSONObject, key: Data) -> String {
    let text = unsigned(header, claims)
    let code = HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: SymmetricKey(data: key))
    return "\(text).\(Base64URL.encode(code))"
  }
}
