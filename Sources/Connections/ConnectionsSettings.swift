/// What the operator decides about connections. Read once, at start.
package struct ConnectionsSettings: Sendable {
  /// The public address of this installation, without a slash at its end.
  package let publicURL: String
  package var refresh = RefreshPolicy()
  /// How long a person may take on a service's consent page, in seconds.
  package var authorizationLifetime: Double = 600

  package init(publicURL: String) {
    self.publicURL = publicURL.hasSuffix("/") ? String(publicURL.dropLast()) : publicURL
  }

  /// Whether browsers reach us encrypted.
  package var isSecure: Bool { publicURL.lowercased().hasPrefix("https:") }

  /// What services send people back to; to be registered there, exactly.
  package var redirectURI: String { publicURL + Self.callbackPath }

  /// The path of the callback.
  package static let callbackPath = "/rest/v1/oauth2/callback"
}
