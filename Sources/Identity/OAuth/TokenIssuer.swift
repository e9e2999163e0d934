import Core
import Crypto
import Foundation
import JWTKit

/// Writes the tokens of one answer of the token endpoint.
struct TokenIssuer: Sendable {
  let effects: Effects
  let settings: IdentitySettings
  let signer: TokenSigner

  /// What the tokens are about.
  struct Subject: Sendable {
    let principal: Principal
    let application: ApplicationID
    let scopes: Set<OAuthScope>
    /// `nil` for client credentials.
    let family: TokenFamily?
    var nonce: String?
    var refreshToken: Secret?
  }

  func issue(_ subject: Subject) async throws -> TokenResponse {
    let now = effects.now()
    let accessToken = try await signer.sign(accessTokenClaims(subject, now: now))
    var idToken: String?
    if subject.scopes.contains(.openid), let family = subject.family {
      idToken = try await signer.sign(idTokenClaims(subject, family, accessToken: accessToken, now: now))
    }
    return TokenResponse(
      idToken: idToken, accessToken: accessToken, lifetime: Int(settings.accessTokenLifetime),
      refreshToken: subject.refreshToken?.revealed, scope: subject.scopes.text)
  }

  private func accessTokenClaims(_ subject: Subject, now: Date) -> AccessTokenClaims {
    let seconds = Int(now.timeIntervalSince1970)
    let principal = subject.principal
    return AccessTokenClaims(
      issuer: settings.issuer, audience: settings.audience, subject: principal.userName,
      clientID: subject.application.description, scope: subject.scopes.text, tokenID: effects.token(bytes: 16),
      issuedAt: seconds, notBefore: seconds, expiresAt: seconds + Int(settings.accessTokenLifetime),
      authenticatedAt: subject.family.map { Int($0.authenticatedAt.timeIntervalSince1970) },
      family: subject.family?.id.description, userID: principal.person.description, userName: principal.userName,
      email: principal.email, organization: principal.organizationTeam.description,
      role: principal.siteRole.rawValue, permissions: MediaValetPermissions.claim(for: principal),
      apiURL: settings.apiURL)
  }

  private func idTokenClaims(_ subject: Subject, _ family: TokenFamily, accessToken: String, now: Date)
    -> IDTokenClaims
  {
    let seconds = Int(now.timeIntervalSince1970)
    let half = Array(SHA256.hash(data: Array(accessToken.utf8))).prefix(16)
    let showsProfile = subject.scopes.contains(.profile)
    return IDTokenClaims(
      issuer: settings.issuer, audience: subject.application.description, subject: subject.principal.userName,
      issuedAt: seconds, expiresAt: seconds + Int(settings.accessTokenLifetime),
      authenticatedAt: Int(family.authenticatedAt.timeIntervalSince1970), nonce: subject.nonce,
      accessTokenHash: Base64URL.encode(half),
      sessionID: family.session?.description ?? family.id.description,
      name: showsProfile ? subject.principal.displayName : nil,
      preferredUserName: showsProfile ? subject.principal.userName : nil)
  }
}
