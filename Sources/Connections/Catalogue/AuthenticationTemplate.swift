/// What a connector fixes, or suggests, about one kind of authentication.
package struct AuthenticationTemplate: Sendable, Hashable {
  package let kind: AuthenticationKind
  /// For OAuth: which grants the service offers, the recommended first.
  package var grants: [ConnectionGrant] = []
  package var authorizationURL: String?
  package var tokenURL: String?
  package var scopes: [String] = []
  /// What stands between scopes: a space (RFC 6749, section 3.3) almost everywhere, a comma at some.
  package var scopeSeparator = " "
  /// Parameters that the authorization URL needs besides, as `access_type=offline`.
  package var authorizeParameters: [String: String] = [:]
  package var clientAuthentication = ClientAuthentication.body
  /// The issuer that the callback's `iss` must name (RFC 9207).
  package var issuer: String?
  /// Whether the service says that it always sends `iss`; a callback without is then refused.
  package var sendsIssuer = false
  /// For an API key: the header it goes into.
  package var apiKeyHeader: String?

  package init(_ kind: AuthenticationKind) {
    self.kind = kind
  }
}

/// How a client proves itself at the token URL.
package enum ClientAuthentication: String, Sendable, Codable {
  /// `client_id` and `client_secret` in the body.
  case body
  /// HTTP Basic (RFC 6749, section 2.3.1).
  case basic
}
