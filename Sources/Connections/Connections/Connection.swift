package import Core
package import Foundation
package import Identity

/// Identifies a connection.
package typealias ConnectionID = ID<Connection>

/// A named, authenticated instance of a connector that a team owns. It holds no secret: those rest in the vault.
package struct Connection: Sendable, Hashable {
  package let id: ConnectionID
  package let team: TeamID
  /// Unique in the team, regardless of case; flows may refer to it.
  package let name: String
  /// Which version of which connector, as `mediavaletConnector-v1.0`.
  package let connector: String
  /// Where the service is, without a slash at its end, as `https://api.mediavalet.com`.
  package let endpoint: String
  package let authentication: Authentication
  /// Headers that go with every request, besides the credential. Values of secret ones are `nil` here.
  package let headers: [ConnectionHeader]
  /// What else the connector's form asks for.
  package let settings: JSONObject
  /// Which write-only values the vault holds, by name.
  package let storedSecrets: Set<String>
  /// Switched off by a person; flows can't use it then.
  package let isActive: Bool
  package let health: ConnectionHealth
  /// What the service granted; `nil` until it granted something, or when it doesn't say.
  package let token: TokenSummary?
  package let owner: PersonID
  package let createdAt: Date
  package let changedAt: Date
  package let lastUsedAt: Date?
  /// Who may use it in flows.
  package let use: UseRule

  package init(
    id: ConnectionID, team: TeamID, name: String, connector: String, endpoint: String,
    authentication: Authentication, headers: [ConnectionHeader] = [], settings: JSONObject = [:],
    storedSecrets: Set<String> = [], isActive: Bool = true, health: ConnectionHealth, token: TokenSummary? = nil,
    owner: PersonID, createdAt: Date, changedAt: Date, lastUsedAt: Date? = nil, use: UseRule = .team
  ) {
    self.id = id
    self.team = team
    self.name = name
    self.connector = connector
    self.endpoint = endpoint
    self.authentication = authentication
    self.headers = headers
    self.settings = settings
    self.storedSecrets = storedSecrets
    self.isActive = isActive
    self.health = health
    self.token = token
    self.owner = owner
    self.createdAt = createdAt
    self.changedAt = changedAt
    self.lastUsedAt = lastUsedAt
    self.use = use
  }
}

extension Connection {
  /// How the connection stands.
  package var state: ConnectionState { health.state }

  /// Whether a person has agreed at the service, where one has to.
  package var isConsented: Bool { authentication.isConsented(storedSecrets, hasToken: token != nil) }

  /// Scopes that were asked for and not granted, in the order asked; empty where the service doesn't say.
  package var missingScopes: [String] {
    guard case .oauth2(let settings) = authentication, let granted = token?.scopes else { return [] }
    return settings.scopes.filter { !granted.contains($0) }
  }
}
