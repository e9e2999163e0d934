import Foundation
import JWTKit

/// What an access token says: the registered claims of RFC 9068, and those that clients of MediaValet read.
struct AccessTokenClaims: JWTPayload, Equatable {
  var issuer: String
  var audience: String
  /// The user name, as MediaValet has it; names are never changed nor given to anybody else.
  var subject: String
  var clientID: String
  var scope: String
  var tokenID: String
  /// In seconds since 1970.
  var issuedAt: Int
  var notBefore: Int
  var expiresAt: Int
  /// When the person last proved who they are, in seconds since 1970; missing for client credentials.
  var authenticatedAt: Int?
  /// The family that the token belongs to; missing for client credentials, whose tokens have none.
  var family: String?
  var userID: String
  var userName: String
  var email: String?
  var organization: String
  var role: String
  /// A JSON document in a string, as MediaValet has it.
  var permissions: String
  var apiURL: String
  var identityProvider = "local"

  enum CodingKeys: String, CodingKey {
    case issuer = "iss"
    case audience = "aud"
    case subject = "sub"
    case clientID = "client_id"
    case scope
    case tokenID = "jti"
    case issuedAt = "iat"
    case notBefore = "nbf"
    case expiresAt = "exp"
    case authenticatedAt = "auth_time"
    case family = "SId"
    case userID = "UserId"
    case userName = "UserName"
    case email = "Email"
    case organization = "UserOrgUnitId"
    case role = "RoleId"
    case permissions = "Permissions"
    case apiURL = "api_uri"
    case identityProvider = "idp"
  }

  var scopes: Set<String> { Set(scope.split(separator: " ").map(String.init)) }

  /// Times, issuer and audience are checked by ``TokenVerifier``, which knows the clock.
  func verify(using algorithm: some JWTAlgorithm) async throws {}
}
