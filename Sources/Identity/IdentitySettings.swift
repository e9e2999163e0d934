package import Foundation

/// What the operator decides about identity. Read once, at start.
package struct IdentitySettings: Sendable {
  /// Who issues tokens: the public address of this installation without a slash at its end, exactly as clients know it
  /// (`https://media.example.org`).
  package var issuer: String
  /// Where the API of this installation is; goes into access tokens as `api_uri`.
  package var apiURL: String
  /// The name of the team that governs the library; used once, for the first administrator.
  package var organizationName = "Organization"
  /// Whether the password grant is answered. Real MediaValet clients need it; OAuth 2.1 drops it.
  package var allowsPasswordGrant = true
  /// Whether people who are no site administrators may create teams.
  package var everyoneCreatesTeams = false
  /// How long an access token or an ID token is good, in seconds.
  package var accessTokenLifetime: TimeInterval = 3600
  /// How long a refresh token is good when it isn't used, in seconds.
  package var refreshTokenLifetime: TimeInterval = 30 * 86_400
  /// How long an authorization code is good, in seconds.
  package var authorizationCodeLifetime: TimeInterval = 60
  /// How long a browser session outlives its last use, in seconds.
  package var sessionIdleLifetime: TimeInterval = 8 * 3600
  /// How long a browser session may last in all, in seconds.
  package var sessionLifetime: TimeInterval = 7 * 86_400
  /// How long one key signs before the next takes over, in seconds.
  package var signingKeyLifetime: TimeInterval = 90 * 86_400
  /// The cost of a password hash.
  package var passwordCost = PasswordCost.standard

  /// - Parameters:
  ///   - issuer: the public address, without a slash at its end.
  ///   - apiURL: where the API is, when it isn't at the issuer.
  package init(issuer: String, apiURL: String? = nil) {
    self.issuer = issuer
    self.apiURL = apiURL ?? issuer
  }
}

extension IdentitySettings {
  /// Whether browsers reach us encrypted, so that cookies may carry the `__Host-` prefix.
  package var isSecure: Bool { issuer.lowercased().hasPrefix("https:") }
  /// Who access tokens are meant for.
  var audience: String { "\(issuer)/resources" }
}
