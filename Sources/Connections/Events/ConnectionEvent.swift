package import Core
package import Foundation
package import Identity

/// Something that happened to a connection by itself, as opposed to what people change.
///
/// Written down in the transaction of the change it tells of, so that neither is there without the other.
package struct ConnectionEvent: Sendable, Hashable {
  /// What happened.
  package enum Kind: String, Sendable, Codable, CaseIterable {
    /// A person's consent, or a credential that was tried for the first time, was accepted.
    case connected
    /// A new token was granted.
    case refreshed
    /// It doesn't work for now: the service is away, or refuses what was entered.
    case failing
    /// Only a person can bring it back.
    case dead
    /// It works again.
    case recovered
  }

  /// Counts up over all connections.
  package let number: Int
  package let connection: ConnectionID
  package let team: TeamID
  /// The connection's name at that time.
  package let name: String
  package let connector: String
  package let kind: Kind
  package let at: Date
  /// How the connection stands since.
  package let state: ConnectionState
  /// In words for people; never a secret.
  package let reason: String?
}

extension ConnectionEvent.Kind {
  /// What a change of state is, if it is news.
  init?(from old: ConnectionState, to new: ConnectionState) {
    switch (old, new) {
    case (.untested, .healthy): self = .connected
    case (.needsReconnect, .healthy), (.misconfigured, .healthy), (.unavailable, .healthy): self = .recovered
    case (.needsReconnect, .needsReconnect), (.misconfigured, .misconfigured), (.unavailable, .unavailable): return nil
    case (_, .needsReconnect): self = .dead
    case (_, .misconfigured), (_, .unavailable): self = .failing
    default: return nil
    }
  }
}

extension ConnectionEvent {
  /// For programs.
  package var json: JSONValue {
    var body: JSONObject = [
      "number": JSONValue(number), "kind": .string(kind.rawValue), "at": JSONValue(at),
      "state": .string(state.rawValue),
    ]
    body["reason"] = reason.map { .string($0) }
    return .object(body)
  }
}
