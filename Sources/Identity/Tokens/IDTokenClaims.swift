import JWTKit

/// What an ID token says (OpenID Connect Core 1.0, section 2).
struct IDTokenClaims: JWTPayload, Equatable {
  var issuer: String
  /// The application that asked.
  var audience: String
  /// The same as in the access token and in `userinfo`.
  var subject: String
  /// In seconds since 1970.
  var issuedAt: Int
  var expiresAt: Int
  var authenticatedAt: Int
  /// As the application sent it.
  var nonce: String?
  /// The left half of the SHA-256 of the access token (section 3.1.3.6).
  var accessTokenHash: String
  /// The browser session or token family it was given in.
  var sessionID: String
  /// With the scope `profile`.
  var name: String?
  var preferredUserName: String?

  enum CodingKeys: String, CodingKey {
    case issuer = "iss"
    case audience = "aud"
    case subject = "sub"
    case issuedAt = "iat"
    case expiresAt = "exp"
    case authenticatedAt = "auth_time"
    case nonce
    case accessTokenHash = "at_hash"
    case sessionID = "sid"
    case name
    case preferredUserName = "preferred_username"
  }

  func verify(using algorithm: some JWTAlgorithm) async throws {}
}
