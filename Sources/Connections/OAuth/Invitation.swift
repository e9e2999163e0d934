import Core
package import Foundation
package import Identity
import Persistence

/// A link by which somebody else lets Weir in, on behalf of the person who made it. It is known by its hash alone.
package struct Invitation: Sendable, Hashable {
  package let connection: ConnectionID
  /// Who made it.
  package let person: PersonID
  /// For whom, in the maker's words; may be empty.
  package let recipient: String
  package let createdAt: Date
  package let expiresAt: Date
  package let usedAt: Date?

  /// Whether it can still be used.
  package func isOpen(at now: Date) -> Bool { usedAt == nil && now < expiresAt }
}

extension Invitation {
  static func insert(_ invitation: Invitation, tokenHash: String, in session: any Session) throws {
    try session.run(
      """
      insert into connection_invitation (token_hash, connection, person, recipient, created_at, expires_at)
      values (\(tokenHash), \(invitation.connection), \(invitation.person), \(invitation.recipient),
        \(invitation.createdAt), \(invitation.expiresAt))
      """)
  }

  static func find(tokenHash: String, in session: any Session) throws -> Invitation? {
    try session.row("select \(columns) from connection_invitation where token_hash = \(tokenHash)").map(read)
  }

  /// The newest first.
  static func list(of connection: ConnectionID, in session: any Session) throws -> [Invitation] {
    try session.rows(
      """
      select \(columns) from connection_invitation where connection = \(connection) order by created_at desc limit 20
      """
    ).map(read)
  }

  /// Uses it up.
  /// - Throws: ``InvitationError/closed`` when somebody else was faster, or it ran out meanwhile.
  static func use(_ tokenHash: String?, at now: Date, in session: any Session) throws {
    guard let tokenHash else { return }
    let used = try session.run(
      """
      update connection_invitation set used_at = \(now)
      where token_hash = \(tokenHash) and used_at is null and expires_at > \(now)
      """)
    guard used == 1 else { throw InvitationError.closed }
  }

  /// Makes every open link of a connection void.
  static func close(of connection: ConnectionID, at now: Date, in session: any Session) throws {
    try session.run(
      "update connection_invitation set expires_at = \(now) where connection = \(connection) and expires_at > \(now)")
  }

  private static let columns: Statement = "connection, person, recipient, created_at, expires_at, used_at"

  private static func read(_ row: Row) throws -> Invitation {
    Invitation(
      connection: try row.id("connection"), person: try row.id("person"), recipient: try row.string("recipient"),
      createdAt: try row.date("created_at"), expiresAt: try row.date("expires_at"),
      usedAt: try row.dateIfAny("used_at"))
  }
}
