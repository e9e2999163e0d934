package import Core

/// Why something about a registered application can't be done.
package enum ApplicationError: CodedError, Equatable {
  case notFound
  case invalidName
  /// An address that isn't https, nor http on a loopback address, or has a fragment or credentials.
  case invalidRedirectURI(String)
  /// The authorization code grant sends answers somewhere.
  case missingRedirectURI
  case noGrants
  case noScopes
  /// A grant that only works with a secret.
  case needsSecret(OAuthGrant)
  /// Refresh tokens need both the grant and the scope.
  case refreshWithoutScope
  /// Public applications have no secret.
  case noSecret

  package var code: String {
    switch self {
    case .notFound: "application_not_found"
    case .invalidName: "invalid_application_name"
    case .invalidRedirectURI: "invalid_redirect_uri"
    case .missingRedirectURI: "missing_redirect_uri"
    case .noGrants: "missing_grant"
    case .noScopes: "missing_scope"
    case .needsSecret: "grant_needs_secret"
    case .refreshWithoutScope: "refresh_without_scope"
    case .noSecret: "public_application"
    }
  }

  package var category: ErrorCategory {
    switch self {
    case .notFound: .notFound
    case .noSecret: .conflict
    default: .invalid
    }
  }

  package var message: String {
    switch self {
    case .notFound: "There is no such application."
    case .invalidName: "An application's name has 1 to 200 printable characters."
    case .invalidRedirectURI(let uri): "\"\(uri)\" can't be a redirect URI."
    case .missingRedirectURI: "The authorization code grant needs a redirect URI."
    case .noGrants: "An application needs at least one grant."
    case .noScopes: "An application needs at least one scope."
    case .needsSecret(let grant): "A public application can't use the grant \(grant.rawValue)."
    case .refreshWithoutScope: "The grant refresh_token and the scope offline_access only work together."
    case .noSecret: "A public application has no secret."
    }
  }

  package var advice: String? {
    switch self {
    case .invalidRedirectURI:
      "Give an absolute https address (or http on 127.0.0.1, [::1] or localhost) without a fragment."
    case .missingRedirectURI: "Add the address that the application's own settings show."
    case .noGrants: "Choose among authorization_code, refresh_token, client_credentials and password."
    case .noScopes: "Choose among openid, profile, api and offline_access."
    case .needsSecret: "Leave out the grant, or register a confidential application."
    case .refreshWithoutScope: "Choose both or neither."
    case .notFound, .invalidName, .noSecret: nil
    }
  }
}
