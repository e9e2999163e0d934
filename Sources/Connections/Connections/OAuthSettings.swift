/// The OAuth values of one connection: what the form shows.
package struct OAuthSettings: Sendable, Hashable {
  package var grant: ConnectionGrant
  package var clientSource: OAuthClientSource
  /// Which of the integration's applications; `nil` is the one named `default`, which was the only one once.
  /// Chosen when the connection is made and kept, so that another default later changes nothing here.
  package var application: String?
  /// The connection's own client id; `nil` when it comes from the integration.
  package var clientID: String?
  package var authorizationURL: String?
  package var tokenURL: String
  package var scopes: [String]
  /// For the password grant.
  package var userName: String?

  package init(
    grant: ConnectionGrant, clientSource: OAuthClientSource = .integration, application: String? = nil,
    clientID: String? = nil, authorizationURL: String? = nil, tokenURL: String, scopes: [String] = [],
    userName: String? = nil
  ) {
    self.grant = grant
    self.clientSource = clientSource
    self.application = application
    self.clientID = clientID
    self.authorizationURL = authorizationURL
    self.tokenURL = tokenURL
    self.scopes = scopes
    self.userName = userName
  }
}
