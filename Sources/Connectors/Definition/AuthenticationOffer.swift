/// One way to sign in that a connection form offers, with what it is filled in with.
package enum AuthenticationOffer: Sendable, Hashable {
  case none
  /// A pasted token, sent as `Authorization: Bearer`.
  case bearer
  /// A key in a header of the service's own.
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
}
