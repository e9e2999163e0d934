import Core
import Foundation
import Persistence

extension TokenEndpoint {
  /// What the store says about a code or a refresh token. A value and no error, since finding a stolen one is a change
  /// that has to be kept.
  enum Exchange: Sendable {
    case refused(String)
    case good(TokenFamily, Principal?, nonce: String?)
  }

  /// Turns a code into tokens, once. A second use revokes what the first one gave (RFC 6749, section 4.1.2).
  func exchangeCode(_ parameters: OAuthParameters, _ application: OAuthApplication) async throws -> TokenResponse {
    let code = try parameters.required("code")
    let redirectURI = try parameters.required("redirect_uri")
    let verifier = try parameters.one("code_verifier")
    let now = effects.now()
    let refreshToken = Secret(effects.token())
    let exchange = try await store.write { session in
      guard let stored = try CodeStore.find(code, in: session),
        let family = try FamilyStore.find(stored.family, in: session, locked: true),
        family.application == application.id
      else { return Exchange.refused("The code is unknown.") }
      if stored.usedAt != nil {
        try FamilyStore.revoke(family.id, at: now, in: session)
        return .refused("The code was used before; what it gave is revoked.")
      }
      if let reason = Self.refusal(stored, redirectURI: redirectURI, verifier: verifier, now: now) {
        return .refused(reason)
      }
      if family.revokedAt != nil { return .refused("The code was revoked.") }
      try CodeStore.markUsed(family.id, at: now, in: session)
      try FamilyStore.prolong(family.id, to: now.addingTimeInterval(settings.accessTokenLifetime), in: session)
      if family.scopes.contains(.offlineAccess) {
        try addRefreshToken(refreshToken, to: family.id, now: now, in: session)
      }
      return .good(family, try PrincipalStore.principal(family.person, in: session), nonce: stored.nonce)
    }
    guard case .good(let family, let principal, let nonce) = exchange else { throw exchange.error }
    return try await issue(
      principal, application, family.scopes, family, nonce: nonce,
      refreshToken: family.scopes.contains(.offlineAccess) ? refreshToken : nil)
  }

  private static func refusal(_ code: StoredCode, redirectURI: String, verifier: String?, now: Date) -> String? {
    if now >= code.endsAt { return "The code has expired." }
    if code.redirectURI != redirectURI { return "The redirect URI is not the one of the authorization request." }
    switch (code.challenge, verifier) {
    case (nil, nil): return nil
    case (nil, .some): return "The authorization request had no code challenge."
    case (.some, nil): return "The code verifier is missing."
    case (let challenge?, let verifier?):
      return ProofKey.verify(verifier, against: challenge) ? nil : "The code verifier is wrong."
    }
  }

  /// Turns a refresh token into fresh tokens, the refresh token included (RFC 9700, section 4.14.2).
  ///
  /// A used one revokes its whole family: either its thief or its owner just showed up, and nobody can tell which. There
  /// is no time of grace for a lost answer, since a thief would have it too; the application asks its person again.
  func refresh(_ parameters: OAuthParameters, _ application: OAuthApplication) async throws -> TokenResponse {
    let token = try parameters.required("refresh_token")
    let wanted = try parameters.scopes()
    let now = effects.now()
    let successor = Secret(effects.token())
    let exchange = try await store.write { session in
      guard let stored = try RefreshTokenStore.find(token, in: session, locked: true),
        let family = try FamilyStore.find(stored.family, in: session, locked: true),
        family.application == application.id
      else { return Exchange.refused("The refresh token is unknown.") }
      if family.revokedAt != nil { return .refused("The refresh token was revoked.") }
      if stored.usedAt != nil {
        try FamilyStore.revoke(family.id, at: now, in: session)
        return .refused("The refresh token was used before; all tokens of its family are revoked.")
      }
      if now >= stored.endsAt { return .refused("The refresh token has expired.") }
      // Checked before the token is used up, so that a request that can't be answered costs nothing.
      _ = try Self.scopes(wanted, allowed: family.scopes)
      guard let principal = try PrincipalStore.principal(family.person, in: session) else {
        return .refused("The person's account is disabled.")
      }
      try RefreshTokenStore.markUsed(token, at: now, in: session)
      try addRefreshToken(successor, to: family.id, now: now, in: session)
      return .good(family, principal, nonce: nil)
    }
    guard case .good(let family, let principal, _) = exchange else { throw exchange.error }
    let scopes = try Self.scopes(wanted, allowed: family.scopes)
    return try await issue(principal, application, scopes, family, refreshToken: successor)
  }
}

extension TokenEndpoint.Exchange {
  var error: OAuthError {
    if case .refused(let reason) = self { .invalidGrant(reason) } else { .invalidGrant("The grant is not valid.") }
  }
}
