package import Core
package import Foundation

/// The way to a service's consent page.
package struct AuthorizationStart: Sendable {
  /// Where to send the person.
  package let url: String
  /// To be kept in a cookie of this browser alone, and handed in with the return.
  package let browserNonce: Secret
  package let expiresAt: Date
  /// The `Set-Cookie` header that keeps the nonce; send it with the answer that sends the person on.
  package let setCookie: String
}

/// What a service sends back with the person.
package struct AuthorizationReturn: Sendable {
  package var state: String?
  package var code: Secret?
  package var error: String?
  package var errorDescription: String?
  /// The issuer (RFC 9207).
  package var issuer: String?
  /// OAuth 1.0a's request token and what proves that somebody agreed.
  package var requestToken: Secret?
  package var requestVerifier: Secret?

  package init(
    state: String?, code: Secret? = nil, error: String? = nil, errorDescription: String? = nil, issuer: String? = nil
  ) {
    self.state = state
    self.code = code
    self.error = error
    self.errorDescription = errorDescription
    self.issuer = issuer
  }
}

/// A consent that came back well.
package struct AuthorizationFinish: Sendable {
  /// Healthy.
  package let connection: Connection
  /// Whether it was begun by a link, so that whoever came back may have no account here.
  package let isByInvitation: Bool
}
