/// The OAuth 1.0a values of one connection. Its addresses are the connector's, or the integration's.
package struct OAuth1Settings: Sendable, Hashable {
  package var clientSource: OAuthClientSource
  /// As ``OAuthSettings/application``.
  package var application: String?
  /// The connection's own consumer key; `nil` when it comes from the integration.
  package var clientID: String?
  /// What is asked for, in the service's words, as `read`.
  package var scopes: [String]

  package init(
    clientSource: OAuthClientSource = .integration, application: String? = nil, clientID: String? = nil,
    scopes: [String] = []
  ) {
    self.clientSource = clientSource
    self.application = application
    self.clientID = clientID
    self.scopes = scopes
  }
}
