/// The kinds of authentication, as the form and the API name them.
package enum AuthenticationKind: String, Sendable, Codable, CaseIterable {
  case none
  case bearer
  case apiKey = "api_key"
  case basic
  case oauth2
  /// OAuth 1.0a (RFC 5849): a person consents, and every request is signed.
  case oauth1
  /// A log-in request that gives a session, renewed whenever it lapses.
  case session
  /// Nextcloud's Login Flow v2: a person agrees in the browser, and an app password comes back.
  case nextcloud
  /// An access key that signs every request (AWS Signature Version 4).
  case aws
  /// A key or password of SSH, for SFTP.
  case ssh

  /// Whether people sign in by an application that somebody registered at the service.
  package var needsApplication: Bool { self == .oauth2 || self == .oauth1 }
}
