/// What a connector fixes, or suggests, about one kind of authentication.
package struct AuthenticationTemplate: Sendable, Hashable {
  package let kind: AuthenticationKind
  /// For OAuth: which grants the service offers, the recommended first.
  package var grants: [ConnectionGrant] = []
  package var authorizationURL: String?
  /// For OAuth 1.0a: where the access token is had.
  package var tokenURL: String?
  /// For OAuth 1.0a: where the request token is had.
  package var requestTokenURL: String?
  /// Where a device code is had (RFC 8628).
  package var deviceURL: String?
  package var scopes: [String] = []
  /// What stands between scopes: a space (RFC 6749, section 3.3) almost everywhere, a comma at some.
  package var scopeSeparator = " "
  /// Parameters that the authorization URL needs besides, as `access_type=offline`.
  package var authorizeParameters: [String: String] = [:]
  package var clientAuthentication = ClientAuthentication.body
  package var dialect = TokenDialect()
  /// The issuer that the callback's `iss` must name (RFC 9207).
  package var issuer: String?
  /// Whether the service says that it always sends `iss`; a callback without is then refused.
  package var sendsIssuer = false
  /// Whether the service goes on accepting the refresh token before the newest one for a while, so that a rotation whose
  /// answer was lost loses nothing.
  package var acceptsPreviousRefreshToken = false
  /// For an API key: the header it goes into.
  package var apiKeyHeader: String?
  /// For a session: how it is had.
  package var session: SessionTemplate?
  /// For an access key: the service's name in signatures, and the region that the form is filled in with.
  package var awsService = "s3"
  package var region: String?

  package init(_ kind: AuthenticationKind) {
    self.kind = kind
  }
}

/// How a client proves itself at the token URL.
package enum ClientAuthentication: String, Sendable, Codable, CaseIterable {
  /// `client_id` and `client_secret` in the body.
  case body
  /// HTTP Basic (RFC 6749, section 2.3.1).
  case basic
}
