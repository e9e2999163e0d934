package import Core

/// The two pairs with which OAuth 1.0a signs every request (RFC 5849).
package struct OAuth1Credential: Sendable, Hashable {
  package let consumerKey: String
  package let consumerSecret: Secret
  /// Empty on the first leg, before there is a token.
  package let token: Secret
  package let tokenSecret: Secret

  package init(consumerKey: String, consumerSecret: Secret, token: Secret, tokenSecret: Secret) {
    self.consumerKey = consumerKey
    self.consumerSecret = consumerSecret
    self.token = token
    self.tokenSecret = tokenSecret
  }
}
