import Core
import Foundation
import Persistence

/// The rows of token families.
enum FamilyStore {
  /// - Parameter end: when the last of its tokens is over; the row is of no use afterwards.
  static func insert(_ family: TokenFamily, end: Date, in session: any Session) throws {
    try session.run(
      """
      insert into identity_family
        (id, client_id, person, scopes, authenticated_at, session, created_at, ends_at, revoked_at)
      values (\(family.id), \(family.application), \(family.person), \(ApplicationStore.words(family.scopes)),
        \(family.authenticatedAt), \(family.session.sqlValue), \(family.createdAt), \(end), null)
      """)
  }

  /// - Parameter locked: until the transaction ends, so that it can't be revoked meanwhile.
  static func find(_ id: TokenFamilyID, in session: any Session, locked: Bool) throws -> TokenFamily? {
    let lock: Statement = locked ? session.dialect.forUpdate : ""
    return try session.row("select * from identity_family where id = \(id)\(lock)").map(read)
  }

  /// Whether its tokens are still good.
  static func isAlive(_ id: TokenFamilyID, in session: any Session) throws -> Bool {
    try session.exists("select 1 as n from identity_family where id = \(id) and revoked_at is null")
  }

  static func prolong(_ id: TokenFamilyID, to end: Date, in session: any Session) throws {
    try session.run("update identity_family set ends_at = \(end) where id = \(id) and ends_at < \(end)")
  }

  static func revoke(_ id: TokenFamilyID, at now: Date, in session: any Session) throws {
    try session.run("update identity_family set revoked_at = \(now) where id = \(id) and revoked_at is null")
  }

  static func revokeAll(of person: PersonID, client: ApplicationID, at now: Date, in session: any Session) throws {
    try session.run(
      """
      update identity_family set revoked_at = \(now)
      where person = \(person) and client_id = \(client) and revoked_at is null
      """)
  }

  static func tidy(now: Date, in session: any Session) throws {
    try session.run("delete from identity_family where ends_at < \(now)")
  }

  private static func read(_ row: Row) throws -> TokenFamily {
    TokenFamily(
      id: try row.id("id"), application: try row.id("client_id"), person: try row.id("person"),
      scopes: try ApplicationStore.choices(row, "scopes"), authenticatedAt: try row.date("authenticated_at"),
      session: try row.idIfAny("session"), createdAt: try row.date("created_at"),
      revokedAt: try row.dateIfAny("revoked_at"))
  }
}
