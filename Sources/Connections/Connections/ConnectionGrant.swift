/// How an OAuth 2.0 token is obtained.
package enum ConnectionGrant: String, Sendable, Codable, CaseIterable {
  /// A person consents in the browser (RFC 6749, section 4.1, with PKCE S256 unless the service can't).
  case authorizationCode = "authorization_code"
  /// The client alone (section 4.4).
  case clientCredentials = "client_credentials"
  /// A user name and password kept here (section 4.3); only where a service offers nothing better.
  case password
  /// A person enters a short code at the service, on any device (RFC 8628).
  case deviceCode = "device_code"
}

/// Whose client id and secret a connection uses.
package enum OAuthClientSource: String, Sendable, Codable, CaseIterable {
  /// What the administrator entered for the service.
  case integration
  /// What was entered for this connection.
  case connection
}
