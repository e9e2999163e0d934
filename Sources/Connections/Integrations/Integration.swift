package import Foundation
package import Identity

/// A third-party service as the administrator sees it: the OAuth application that was registered there for Weir.
package struct Integration: Sendable, Hashable {
  /// As connectors name it: `mediavalet`.
  package let kind: String
  /// For people.
  package let title: String
  package let clientID: String?
  /// Whether the vault holds a client secret. The secret itself is never given out.
  package let hasSecret: Bool
  /// Addresses that take the place of the connector's own: for sandboxes, other regions and self-hosted services.
  package let addresses: IntegrationAddresses
  package let isEnabled: Bool
  /// What to enter at the service as redirect URI.
  package let redirectURI: String
  /// Which scopes to allow there.
  package let scopes: [String]
  /// How to register the application there; Markdown.
  package let setup: String
  /// `nil` as long as nobody entered anything.
  package let changedBy: PersonID?
  package let changedAt: Date?

  /// Whether connections can use it.
  package var state: State {
    if clientID == nil { return .notConfigured }
    return isEnabled ? .ready : .disabled
  }

  /// How an integration stands.
  package enum State: String, Sendable, Codable {
    case notConfigured = "not_configured"
    case disabled
    case ready
  }
}
