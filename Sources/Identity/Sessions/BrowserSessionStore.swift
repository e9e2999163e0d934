import Core
import Foundation
import Persistence

/// The rows of browser sessions; tokens rest as hashes.
enum BrowserSessionStore {
  static func insert(_ session: BrowserSession, token: Secret, in transaction: any Session) throws {
    try transaction.run(
      """
      insert into identity_session
        (token_hash, id, person, authenticated_at, used_at, ends_at, address, user_agent)
      values (\(TokenHash.of(token.revealed)), \(session.id), \(session.person), \(session.authenticatedAt),
        \(session.usedAt), \(session.endsAt), \(session.address), \(session.userAgent))
      """)
  }

  static func session(token: String, in transaction: any Session) throws -> BrowserSession? {
    try transaction.row("select * from identity_session where token_hash = \(TokenHash.of(token))").map(read)
  }

  static func list(of person: PersonID, in transaction: any Session) throws -> [BrowserSession] {
    try transaction.rows("select * from identity_session where person = \(person) order by used_at desc, id").map(read)
  }

  static func touch(_ session: BrowserSessionID, at now: Date, in transaction: any Session) throws {
    try transaction.run("update identity_session set used_at = \(now) where id = \(session)")
  }

  static func end(token: String, in transaction: any Session) throws {
    try transaction.run("delete from identity_session where token_hash = \(TokenHash.of(token))")
  }

  static func endAll(of person: PersonID, except kept: BrowserSessionID?, in transaction: any Session) throws {
    let others: Statement = kept.map { "and id <> \($0)" } ?? ""
    try transaction.run("delete from identity_session where person = \(person) \(others)")
  }

  static func tidy(now: Date, unusedSince: Date, in transaction: any Session) throws {
    try transaction.run("delete from identity_session where ends_at < \(now) or used_at < \(unusedSince)")
  }

  private static func read(_ row: Row) throws -> BrowserSession {
    BrowserSession(
      id: try row.id("id"), person: try row.id("person"), authenticatedAt: try row.date("authenticated_at"),
      usedAt: try row.date("used_at"), endsAt: try row.date("ends_at"), address: try row.string("address"),
      userAgent: try row.string("user_agent"))
  }
}
