package import Core

/// What a person enters for a connection. Whatever is `nil` stays as it is, or is pre-filled from the connector.
///
/// ```swift
/// var form = ConnectionForm(name: "Our library")
/// form.subscriptionKey = Secret("…")
/// try await connections.create(in: team, connector: "mediavaletConnector-v1.0", form, as: principal)
/// ```
package struct ConnectionForm: Sendable {
  package var name: String?
  package var endpoint: String?
  package var authentication: AuthenticationKind?
  // OAuth.
  package var grant: ConnectionGrant?
  package var clientSource: OAuthClientSource?
  /// Which of the integration's applications.
  package var application: String?
  package var clientID: String?
  package var clientSecret: Secret?
  package var authorizationURL: String?
  package var tokenURL: String?
  package var scopes: [String]?
  /// For basic authentication and the password grant.
  package var userName: String?
  package var password: Secret?
  /// For bearer authentication.
  package var token: Secret?
  // For a session.
  package var loginURL: String?
  package var validityURL: String?
  /// The values of the log-in form by name; those of secret fields stay where none is given.
  package var sessionValues: [String: Secret]?
  // For an access key.
  package var accessKeyID: String?
  package var secretAccessKey: Secret?
  package var sessionToken: Secret?
  package var region: String?
  // For SSH.
  package var privateKey: Secret?
  package var passphrase: Secret?
  package var knownHostKey: String?
  package var apiKeyHeader: String?
  package var apiKey: Secret?
  /// Goes into the header that the connector names.
  package var subscriptionKey: Secret?
  /// All further headers; those with a secret keep the stored value where none is given.
  package var headers: [Header]?
  package var settings: JSONObject?
  package var isActive: Bool?
  /// Who may use it in flows.
  package var use: UseRule?

  package init(name: String? = nil) {
    self.name = name
  }

  /// One further header.
  package struct Header: Sendable {
    package var name: String
    package var value: Secret?
    /// Whether it is kept in the vault and never shown again.
    package var isSecret: Bool

    package init(name: String, value: Secret?, isSecret: Bool) {
      self.name = name
      self.value = value
      self.isSecret = isSecret
    }
  }
}
