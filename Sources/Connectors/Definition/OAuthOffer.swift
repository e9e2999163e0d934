package import Connections

/// OAuth 2.0 as a service offers it.
package struct OAuthOffer: Sendable, Hashable {
  /// `authorization_code`, `client_credentials`, `password`, `device_code`; best first.
  package let grants: [String]
  package let authorizationURL: String?
  package let tokenURL: String
  package let scopes: [String]
  /// Which of the values above a person may change: `authorizationURL`, `tokenURL`, `scopes`.
  package let editable: [String]
  /// What stands between scopes: a space (RFC 6749, section 3.3) almost everywhere, a comma at some.
  package var scopeSeparator = " "
  /// Parameters that the authorization URL needs besides, as `access_type=offline`.
  package var authorizeParameters: [String: String] = [:]
  /// Whether the client proves itself at the token URL by HTTP Basic instead of in the body.
  package var usesBasicClient = false
  /// Where a device code is had (RFC 8628).
  package var deviceURL: String?
  /// Where the service differs from RFC 6749.
  package var dialect = TokenDialect()
  /// Who must answer at the callback (RFC 9207); also where the service describes itself.
  package var issuer: String?
  /// Whether the service says that it always names itself there.
  package var sendsIssuer = false
  /// Whether a service that rotates refresh tokens takes the one before for a while, until the new one was used.
  package var acceptsPrevious = false
}

/// OAuth 1.0a as a service offers it.
package struct OAuth1Offer: Sendable, Hashable {
  package let requestTokenURL: String
  package let authorizationURL: String
  package let tokenURL: String
  /// What is asked for, in the service's words, as `read`.
  package var scopes: [String] = []
  /// The parameter of the authorization URL that they go into, as `perms`.
  package var scopeParameter = "scope"
  package var authorizeParameters: [String: String] = [:]
}
