/// What an application may ask for.
package enum OAuthScope: String, Sendable, Codable, CaseIterable {
  /// An ID token and `userinfo` (OpenID Connect Core 1.0, section 3.1.2.1).
  case openid
  /// The name of the person in both (section 5.4).
  case profile
  /// Calling Weir's API on the person's behalf.
  case api
  /// Refresh tokens (section 11).
  case offlineAccess = "offline_access"
}
