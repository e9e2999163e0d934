/// One way to sign in that a connection form offers, with what it is filled in with.
package enum AuthenticationOffer: Sendable, Hashable {
  case none
  /// A pasted token, sent as `Authorization: Bearer`.
  case bearer
  /// A key in a header of the service's own; a name that begins with `?` is a query parameter.
  case apiKey(header: String)
  case basic
  case oauth2(OAuthOffer)

  /// The name of the kind, as the connection form and the API say it.
  package var kind: String {
    switch self {
    case .none: "none"
    case .bearer: "bearer"
    case .apiKey: "api_key"
    case .basic: "basic"
    case .oauth2: "oauth2"
    }
  }
}

/// OAuth 2.0 as a service offers it.
package struct OAuthOffer: Sendable, Hashable {
  /// `authorization_code`, `client_credentials`, `password`; best first.
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
}
