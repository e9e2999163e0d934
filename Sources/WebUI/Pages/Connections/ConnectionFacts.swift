import Connections
import Core
import Foundation

/// What is known about a connection besides what was entered.
struct ConnectionFacts: Sendable {
  let owner: String
  let made: String
  /// `nil` when it never was.
  let lastUsed: String?
  let expires: String
  let endsAt: String?
  let scopes: String
  /// Scopes that were asked for and not granted.
  let missing: String?
  let users: [String]
  let hasUsers: Bool
  let changes: [Change]
  let hasChanges: Bool
  /// What happened to it by itself, the newest first.
  let events: [ConnectionEventsPage.Row]
  let hasEvents: Bool
  /// Where all of the log is; `nil` for those who may not read it.
  let audit: String?
  /// Links by which somebody else connects; `nil` where nobody's consent is needed or the viewer may not change it.
  let invitations: Invitations?

  struct Change: Sendable {
    let at: String
    let who: String
    let what: String
  }

  /// The part of the page where links are made.
  struct Invitations: Sendable {
    /// The link that was just made; it can't be shown again.
    let made: String?
    let links: [Link]
    let hasLinks: Bool
    let canWithdraw: Bool
  }

  struct Link: Sendable {
    let recipient: String
    let text: String
    let at: String?
  }

  init(
    _ connection: Connection, owner: String, users: [String], changes: [Change], events: [ConnectionEvent],
    readsAudit: Bool, invitations: Invitations?
  ) {
    self.owner = owner
    made = Timestamp.format(connection.createdAt)
    lastUsed = connection.lastUsedAt.map(Timestamp.format)
    expires = ConnectionsPage.Row.expiry(connection)
    endsAt = ConnectionsPage.Row.end(connection)
    scopes = ConnectionsPage.Row.scopes(connection)
    missing = connection.missingScopes.isEmpty ? nil : connection.missingScopes.joined(separator: ", ")
    self.users = users
    hasUsers = !users.isEmpty
    self.changes = changes
    hasChanges = !changes.isEmpty
    self.events = events.map(ConnectionEventsPage.Row.init)
    hasEvents = !events.isEmpty
    audit = readsAudit ? "/app/audit?connection=\(connection.id)" : nil
    self.invitations = invitations
  }
}

extension ConnectionFacts.Invitations {
  init(_ all: [Invitation], made: String?, now: Date) {
    self.made = made
    links = all.prefix(5).map { invitation in
      let recipient = invitation.recipient.isEmpty ? "Somebody" : invitation.recipient
      if let used = invitation.usedAt {
        return ConnectionFacts.Link(recipient: recipient, text: "connected", at: Timestamp.format(used))
      }
      guard invitation.isOpen(at: now) else {
        return ConnectionFacts.Link(recipient: recipient, text: "didn't connect; the link is over", at: nil)
      }
      return ConnectionFacts.Link(
        recipient: recipient, text: "can connect until", at: Timestamp.format(invitation.expiresAt))
    }
    hasLinks = !links.isEmpty
    canWithdraw = all.contains { $0.isOpen(at: now) }
  }
}

extension ConnectionFacts.Change {
  /// - Parameter who: the name of whoever did it; empty for Weir itself.
  init(_ entry: AuditEntry, who: String) {
    at = Timestamp.format(entry.at)
    self.who = who.isEmpty ? "Weir" : who
    let user = entry.action == "connection.used" ? " for a \(entry.details["by"]?.stringValue ?? "request")" : ""
    what = AuditText.what(entry) + user
  }
}
