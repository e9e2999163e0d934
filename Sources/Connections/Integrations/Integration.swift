package import Foundation
package import Identity

/// A third-party service as the administrator sees it: one OAuth application that was registered there for Weir.
package struct Integration: Sendable, Hashable {
  /// As connectors name it: `mediavalet`.
  package let kind: String
  /// For people.
  package let title: String
  /// What the service is to a team, in a sentence.
  package let summary: String
  /// Which of the service's applications this is; there is always one, `default` at first.
  package let application: String
  /// What people call the application, as the team or brand that it is for; empty for the first.
  package let applicationTitle: String
  /// Whether it serves every new connection that chose no other.
  package let isDefault: Bool
  package let clientID: String?
  /// Whether the vault holds a client secret. The secret itself is never given out.
  package let hasSecret: Bool
  /// Addresses that take the place of the connector's own: for sandboxes, other regions and self-hosted services.
  package let addresses: IntegrationAddresses
  /// Values of the guide's fields that aren't secret.
  package let fields: [String: String]
  /// Which secret fields of the guide the vault holds.
  package let storedFields: Set<String>
  /// The teams whose new connections use it.
  package let teams: [TeamID]
  package let isEnabled: Bool
  /// What to enter at the service as redirect URI.
  package let redirectURI: String
  /// Which scopes to allow there.
  package let scopes: [String]
  /// How to register the application there; Markdown.
  package let setup: String
  /// The same step by step.
  package let guide: IntegrationGuide
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
