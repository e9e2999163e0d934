import Connections
import Core
import Foundation
import Identity

/// What the list of connections shows.
struct ConnectionsPage: Sendable {
  let frame: PageFrame
  let csrf: String
  let canCreate: Bool
  let readsAudit: Bool
  /// Whether there are any at all, whatever is searched for.
  let hasConnections: Bool
  let hasMatches: Bool
  let count: String
  let filter: ConnectionFilter.Shown
  let connections: [Row]

  init(
    frame: PageFrame, canCreate: Bool, readsAudit: Bool, filter: ConnectionFilter, all: [Connection], rows: [Row]
  ) {
    self.frame = frame
    csrf = frame.csrf
    self.canCreate = canCreate
    self.readsAudit = readsAudit
    hasConnections = !all.isEmpty
    hasMatches = !rows.isEmpty
    count = rows.count == all.count ? "\(all.count)" : "\(rows.count) of \(all.count)"
    self.filter = filter.shown(all)
    connections = rows
  }

  struct Row: Sendable {
    let id: String
    let name: String
    let endpoint: String
    let connector: String
    let authentication: String
    let at: String
    let kind: String
    let state: String
    let reason: String?
    let owner: String
    /// `nil` when it never was.
    let lastUsed: String?
    let access: String
    let expires: String
    /// When that is, where it is at a moment.
    let endsAt: String?
    let canTest: Bool
    let isActive: Bool
    /// The other way round, for the switch's form.
    let next: String

    init(_ connection: Connection, owner: String, canTest: Bool) {
      id = connection.id.description
      name = connection.name
      endpoint = connection.endpoint
      connector = connection.connector
      authentication = connection.authentication.kind.label
      at = Timestamp.format(connection.createdAt)
      let label = StateLabel(connection.state)
      kind = label.kind
      state = label.name
      reason = connection.state == .healthy ? nil : connection.health.reason
      self.owner = owner
      lastUsed = connection.lastUsedAt.map(Timestamp.format)
      access = Self.scopes(connection)
      expires = Self.expiry(connection)
      endsAt = Self.end(connection)
      self.canTest = canTest
      isActive = connection.isActive
      next = connection.isActive ? "false" : "true"
    }

    /// What was granted of what was asked for.
    static func scopes(_ connection: Connection) -> String {
      let asked = connection.authentication.oauth?.scopes ?? connection.authentication.oauth1?.scopes ?? []
      guard !asked.isEmpty else { return "" }
      guard connection.token?.scopes != nil else {
        return asked.count == 1 ? "1 scope asked" : "\(asked.count) scopes asked"
      }
      return "\(asked.count - connection.missingScopes.count) of \(asked.count) scopes"
    }

    /// When a person will have to do something.
    static func expiry(_ connection: Connection) -> String {
      guard let token = connection.token else { return "" }
      if token.isRenewable { return "renewed by itself" }
      if connection.authentication.isRenewedByItself { return "renewed by itself" }
      return token.expiresAt == nil ? "doesn't end" : "ends"
    }

    static func end(_ connection: Connection) -> String? {
      expiry(connection) == "ends" ? connection.token?.expiresAt.map(Timestamp.format) : nil
    }
  }
}

extension Authentication {
  /// Whether Weir gets new tokens with what was entered.
  fileprivate var isRenewedByItself: Bool {
    switch self {
    case .session: true
    case .oauth2(let settings): settings.grant == .clientCredentials || settings.grant == .password
    default: false
    }
  }
}
