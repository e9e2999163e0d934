import Core

/// With what a connection goes to the token URL.
struct OAuthClient: Sendable {
  let id: String
  /// `nil` for public clients.
  let secret: Secret?
  let authentication: ClientAuthentication
  let tokenURL: String
  var dialect = TokenDialect()
}
