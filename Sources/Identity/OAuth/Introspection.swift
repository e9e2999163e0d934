import Core
import Foundation
import Persistence

/// Tells and takes back tokens: introspection (RFC 7662) and revocation (RFC 7009).
///
/// Any application with a secret may introspect any token, as a resource server has to; only a token's own application
/// may revoke it.
struct Introspection: Sendable {
  let store: any Store
  let effects: Effects
  let settings: IdentitySettings
  let verifier: TokenVerifier
  let bearers: BearerCheck

  /// The answer of the introspection endpoint; nothing but `active: false` for a token that isn't good.
  func introspect(_ request: ClientRequest) async throws -> JSONObject {
    let application = try await authenticate(request)
    guard !application.isPublic else {
      throw OAuthError.unauthorizedClient("A public client may not introspect tokens.")
    }
    let token = try request.parameters.required("token")
    if let bearer = try await bearers.check(token) { return describe(bearer.claims) }
    return try await describeRefreshToken(token) ?? ["active": false]
  }

  /// Takes a token back; a refresh token takes its whole family with it. An unknown token is no error.
  func revoke(_ request: ClientRequest) async throws {
    let application = try await authenticate(request)
    let token = try request.parameters.required("token")
    let now = effects.now()
    let claims = try await verifier.accessToken(token)
    try await store.write { session in
      if let claims {
        guard claims.clientID == application.id.description else { throw Self.foreign }
        let end = Date(timeIntervalSince1970: TimeInterval(claims.expiresAt))
        try RevokedTokenStore.insert(claims.tokenID, end: end, in: session)
      } else if let stored = try RefreshTokenStore.find(token, in: session, locked: true),
        let family = try FamilyStore.find(stored.family, in: session, locked: true)
      {
        guard family.application == application.id else { throw Self.foreign }
        try FamilyStore.revoke(family.id, at: now, in: session)
      }
    }
  }

  private static let foreign = OAuthError.unauthorizedClient("The token was issued to another client.")

  private func authenticate(_ request: ClientRequest) async throws -> OAuthApplication {
    let credentials = try ClientCredentials.read(authorization: request.authorization, request.parameters)
    return try await store.read { try credentials.application(in: $0) }
  }

  private func describe(_ claims: AccessTokenClaims) -> JSONObject {
    [
      "active": true, "scope": .string(claims.scope), "client_id": .string(claims.clientID),
      "username": .string(claims.userName), "token_type": "Bearer", "exp": JSONValue(claims.expiresAt),
      "iat": JSONValue(claims.issuedAt), "nbf": JSONValue(claims.notBefore), "sub": .string(claims.subject),
      "aud": .string(claims.audience), "iss": .string(claims.issuer), "jti": .string(claims.tokenID),
    ]
  }

  private func describeRefreshToken(_ token: String) async throws -> JSONObject? {
    let now = effects.now()
    return try await store.read { session in
      guard let stored = try RefreshTokenStore.find(token, in: session, locked: false), stored.usedAt == nil,
        now < stored.endsAt, let family = try FamilyStore.find(stored.family, in: session, locked: false),
        family.revokedAt == nil,
        try ApplicationStore.find(family.application, in: session)?.application.isEnabled == true,
        let principal = try PrincipalStore.principal(family.person, in: session)
      else { return nil }
      return [
        "active": true, "scope": .string(family.scopes.text), "client_id": JSONValue(family.application),
        "username": .string(principal.userName), "exp": JSONValue(Int(stored.endsAt.timeIntervalSince1970)),
        "sub": .string(principal.userName), "iss": .string(settings.issuer),
      ]
    }
  }
}
