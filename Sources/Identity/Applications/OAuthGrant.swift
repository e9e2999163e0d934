/// The ways in which an application may get tokens (the `grant_type` of RFC 6749).
package enum OAuthGrant: String, Sendable, Codable, CaseIterable {
  /// Somebody consents in a browser.
  case authorizationCode = "authorization_code"
  /// A refresh token is exchanged for fresh ones.
  case refreshToken = "refresh_token"
  /// The application works by itself, under its service identity.
  case clientCredentials = "client_credentials"
  /// The application was told a person's password; only for clients that can do nothing else.
  case password
}
