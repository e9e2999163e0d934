package import Core

/// What the token endpoint answers (RFC 6749, section 5.1; OpenID Connect Core 1.0, section 3.1.3.3).
package struct TokenResponse: Sendable {
  let idToken: String?
  let accessToken: String
  /// In seconds.
  let lifetime: Int
  let refreshToken: String?
  let scope: String

  /// The body, with members in MediaValet's order.
  package var json: JSONObject {
    var body: JSONObject = [:]
    if let idToken { body["id_token"] = .string(idToken) }
    body["access_token"] = .string(accessToken)
    body["expires_in"] = JSONValue(lifetime)
    body["token_type"] = "Bearer"
    if let refreshToken { body["refresh_token"] = .string(refreshToken) }
    body["scope"] = .string(scope)
    return body
  }
}
