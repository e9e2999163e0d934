package import Foundation

/// How a connection stands.
package enum ConnectionState: String, Sendable, Codable, CaseIterable {
  /// Nobody has been through the service's consent page yet, or a needed secret is missing.
  case incomplete
  /// Everything it needs was entered, but the service has not been asked yet.
  case untested
  /// It worked when it was last tested or its token renewed.
  case healthy
  /// The service took the permission back, or it ran out: a person has to connect again.
  case needsReconnect = "needs_reconnect"
  /// The service refuses the client or the credentials themselves: somebody has to correct what was entered.
  case misconfigured
  /// The service is away or overloaded for now; it is tried again by itself.
  case unavailable
}

/// A state with the moment it began and the reason, in words for people.
package struct ConnectionHealth: Sendable, Hashable {
  package let state: ConnectionState
  package let since: Date
  /// One sentence; `nil` while healthy. Never a secret.
  package let reason: String?

  package init(_ state: ConnectionState, since: Date, reason: String? = nil) {
    self.state = state
    self.since = since
    self.reason = reason
  }
}

/// What is known about the token of a connection, without the token.
package struct TokenSummary: Sendable, Hashable {
  /// Counts up with every new token.
  package let generation: Int
  /// When the access token runs out; `nil` when the service doesn't say.
  package let expiresAt: Date?
  /// Whether it can be renewed without a person.
  package let isRenewable: Bool
  /// What was granted; `nil` when the service doesn't say, which means what was asked for.
  package let scopes: [String]?
  package let renewedAt: Date

  package init(generation: Int, expiresAt: Date?, isRenewable: Bool, scopes: [String]?, renewedAt: Date) {
    self.generation = generation
    self.expiresAt = expiresAt
    self.isRenewable = isRenewable
    self.scopes = scopes
    self.renewedAt = renewedAt
  }
}
