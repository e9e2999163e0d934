package import Core
package import Identity

/// Where a service is, where it isn't where its connector says.
package struct IntegrationAddresses: Sendable, Hashable {
  package var endpoint: String?
  package var authorizationURL: String?
  package var tokenURL: String?

  package init(endpoint: String? = nil, authorizationURL: String? = nil, tokenURL: String? = nil) {
    self.endpoint = endpoint
    self.authorizationURL = authorizationURL
    self.tokenURL = tokenURL
  }
}

/// A change of an integration: `nil` leaves a value as it is, an empty text takes it away.
package struct IntegrationChange: Sendable {
  package var clientID: String?
  package var clientSecret: Secret?
  package var endpoint: String?
  package var authorizationURL: String?
  package var tokenURL: String?
  /// What people call the application.
  package var title: String?
  /// Values of the guide's fields by name, the secret ones too; those that aren't named stay.
  package var fields: [String: Secret]?
  /// The teams whose new connections use the application.
  package var teams: [TeamID]?

  package init(
    clientID: String? = nil, clientSecret: Secret? = nil, endpoint: String? = nil, authorizationURL: String? = nil,
    tokenURL: String? = nil
  ) {
    self.clientID = clientID
    self.clientSecret = clientSecret
    self.endpoint = endpoint
    self.authorizationURL = authorizationURL
    self.tokenURL = tokenURL
  }
}
