package import Connections

/// One way to sign in that a connection form offers, with what it is filled in with.
package enum AuthenticationOffer: Sendable, Hashable {
  case none
  /// A pasted token, sent as `Authorization: Bearer`.
  case bearer
  /// A key in a header of the service's own; a name that begins with `?` is a query parameter.
  case apiKey(header: String)
  case basic
  case oauth2(OAuthOffer)
  case oauth1(OAuth1Offer)
  /// A log-in request that gives a session.
  case session(SessionTemplate)
  /// Nextcloud's Login Flow v2.
  case nextcloud
  /// An access key that signs every request.
  case aws(service: String, region: String?)
  /// A key or password of SSH.
  case ssh

  /// The name of the kind, as the connection form and the API say it.
  package var kind: String {
    switch self {
    case .none: "none"
    case .bearer: "bearer"
    case .apiKey: "api_key"
    case .basic: "basic"
    case .oauth2: "oauth2"
    case .oauth1: "oauth1"
    case .session: "session"
    case .nextcloud: "nextcloud"
    case .aws: "aws"
    case .ssh: "ssh"
    }
  }

  /// Whether an organization registers an application of its own at the service.
  package var needsApplication: Bool {
    switch self {
    case .oauth2, .oauth1: true
    default: false
    }
  }
}
