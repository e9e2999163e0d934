import Core
import Foundation
import TestSupport
import Testing

@testable import Identity

@Suite struct TokenEndpointTests {
  @Test(arguments: StoreEngine.tested)
  func theSecretMayComeInTheHeaderTheFormOrBothAlike(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let robot = try await Robot.register(in: house)
      let id = robot.application.id.description
      let secret = robot.secret.revealed
      let grant = [("grant_type", "client_credentials")]
      let good: [ClientRequest] = [
        .form(grant, authorization: Self.basic(id, secret)),
        .form(grant, authorization: Self.basic(id.uppercased(), secret)),
        .form(grant + [("client_id", id)], authorization: Self.basic(id, secret)),
        .form(grant + [("client_id", id), ("client_secret", secret)], authorization: Self.basic(id, secret)),
        .form(grant + [("client_id", id), ("client_secret", secret)]),
        .form(grant + [("state", "x"), ("Ocp-Apim-Subscription-Key", "y")], authorization: Self.basic(id, secret)),
      ]
      for request in good { _ = try await house.identity.oauth.token(request) }
      let bad: [(ClientRequest, String)] = [
        (.form(grant), "invalid_client"), (.form(grant + [("client_id", id)]), "invalid_client"),
        (.form(grant + [("client_id", id), ("client_secret", secret + "x")]), "invalid_client"),
        (.form(grant + [("client_id", "x"), ("client_secret", secret)]), "invalid_client"),
        (.form(grant, authorization: Self.basic(id, "wrong")), "invalid_client"),
        (.form(grant, authorization: Self.basic(id, "")), "invalid_client"),
        (.form(grant, authorization: "Basic !!!"), "invalid_client"),
        (.form(grant, authorization: "Bearer x"), "invalid_client"),
        (.form(grant + [("client_id", UUID().uuidString)], authorization: Self.basic(id, secret)), "invalid_request"),
        (.form(grant + [("client_secret", "other")], authorization: Self.basic(id, secret)), "invalid_request"),
        (.form(grant + [("client_id", id), ("client_id", id)], authorization: nil), "invalid_request"),
      ]
      for (request, error) in bad { #expect(await Self.error(house, request) == error) }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aGrantHasToBeKnownAndRegistered(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let robot = try await Robot.register(in: house)
      let credentials = [
        ("client_id", robot.application.id.description), ("client_secret", robot.secret.revealed),
      ]
      let cases = [
        ("nonsense", "unsupported_grant_type"), ("implicit", "unsupported_grant_type"), ("", "invalid_request"),
        ("password", "unauthorized_client"), ("authorization_code", "unauthorized_client"),
        ("refresh_token", "unauthorized_client"),
      ]
      for (grant, error) in cases {
        #expect(await Self.error(house, .form(credentials + [("grant_type", grant)])) == error, "\(grant)")
      }
      #expect(await Self.error(house, .form(credentials)) == "invalid_request")
      let client = try await WebClient.register(in: house)
      await #expect(throws: OAuthError.self) { try await client.tokens(house, ["grant_type": "client_credentials"]) }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func clientCredentialsGiveNeitherRefreshNorIDToken(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let registered = try await house.register(
        ApplicationDraft(
          name: "Both", scopes: Set(OAuthScope.allCases), grants: [.clientCredentials, .password, .refreshToken]))
      let credentials = [
        ("client_id", registered.application.id.description), ("client_secret", registered.secret?.revealed ?? ""),
        ("grant_type", "client_credentials"),
      ]
      let tokens = try await house.identity.oauth.token(.form(credentials))
      #expect(tokens.json.keys == ["access_token", "expires_in", "token_type", "scope"] && tokens.scope == "api")
      for scope in ["openid", "api offline_access", "nonsense"] {
        #expect(await Self.error(house, .form(credentials + [("scope", scope)])) == "invalid_scope")
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func thePasswordGrantAnswersAsMediaValetClientsExpect(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let request = try await Self.passwordRequest(house)
      let tokens = try await house.identity.oauth.token(request([:]))
      #expect(
        tokens.json.keys == ["id_token", "access_token", "expires_in", "token_type", "refresh_token", "scope"])
      #expect(tokens.scope == "openid api offline_access" && tokens.json["token_type"] == "Bearer")
      #expect(try Robot.claims(tokens.accessToken)["exp"]?.intValue != nil)
      #expect(try await house.identity.principal(bearer: tokens.accessToken).person == house.administrator.person)
      let errors: [([String: String], String)] = [
        (["password": "wrong"], "invalid_grant"), (["username": "nobody"], "invalid_grant"),
        (["password": ""], "invalid_request"), (["scope": "openid nonsense"], "invalid_scope"),
      ]
      for (changes, error) in errors { #expect(await Self.error(house, request(changes)) == error) }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func thePasswordGrantCanBeSwitchedOffAndIsThrottled(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let request = try await Self.passwordRequest(house)
      let closed = try await Identity(
        store: house.store, effects: house.effects, sealer: .open,
        settings: House.settings { $0.allowsPasswordGrant = false })
      await #expect(throws: OAuthError.unsupportedGrantType) { try await closed.oauth.token(request([:])) }
      #expect(closed.oauth.discovery["grant_types_supported"]?.arrayValue?.contains("password") == false)
      for _ in 0..<5 { #expect(await Self.error(house, request(["password": "wrong"])) == "invalid_grant") }
      // Not invalid_grant, after which a client would throw good credentials away.
      await #expect(throws: OAuthError.slowDown(seconds: 1)) { try await house.identity.oauth.token(request([:])) }
    }
  }

  static func passwordRequest(_ house: House) async throws -> ([String: String]) -> ClientRequest {
    let registered = try await house.register(
      ApplicationDraft(
        name: "mvdam", scopes: [.openid, .api, .offlineAccess], grants: [.password, .refreshToken]))
    let secret = try #require(registered.secret).revealed
    return { changes in
      var form = [
        "grant_type": "password", "username": "admin", "password": House.password.revealed,
        "scope": "openid api offline_access",
      ]
      form.merge(changes) { _, change in change }
      return .form(
        form.map { ($0.key, $0.value) }, authorization: basic(registered.application.id.description, secret))
    }
  }

  static func basic(_ id: String, _ secret: String) -> String {
    "Basic " + Data("\(id):\(secret)".utf8).base64EncodedString()
  }

  static func error(_ house: House, _ request: ClientRequest) async -> String? {
    do {
      _ = try await house.identity.oauth.token(request)
      return nil
    } catch { return (error as? OAuthError)?.code ?? "\(error)" }
  }
}
