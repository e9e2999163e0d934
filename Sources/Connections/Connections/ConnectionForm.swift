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
  package var apiKeyHeader: String?
  package var apiKey: Secret?
  /// Goes into the header that the connector names.
  package var subscriptionKey: Secret?
  /// All further headers; those with a secret keep the stored value where none is given.
  package var headers: [Header]?
  package var settings: JSONObject?
  package var isActive: Bool?

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
