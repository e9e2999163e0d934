import Core
import Foundation
import Persistence

/// The rows of refresh tokens; used ones stay, so that their reuse is noticed.
enum RefreshTokenStore {
  struct Stored: Sendable {
    let family: TokenFamilyID
    let endsAt: Date
    let usedAt: Date?
  }

  static func insert(_ token: Secret, family: TokenFamilyID, end: Date, in session: any Session) throws {
    try session.run(
      """
      insert into identity_refresh_token (token_hash, family, ends_at, used_at)
      values (\(TokenHash.of(token.revealed)), \(family), \(end), null)
      """)
  }

  /// - Parameter locked: until the transaction ends, so that two can't use it at once.
  static func find(_ token: String, in session: any Session, locked: Bool) throws -> Stored? {
    let lock: Statement = locked ? session.dialect.forUpdate : ""
    return try session.row(
      """
      select family, ends_at, used_at from identity_refresh_token
      where token_hash = \(TokenHash.of(token))\(lock)
      """
    ).map {
      Stored(family: try $0.id("family"), endsAt: try $0.date("ends_at"), usedAt: try $0.dateIfAny("used_at"))
    }
  }

  static func markUsed(_ token: String, at now: Date, in session: any Session) throws {
    try session.run("update identity_refresh_token set used_at = \(now) where token_hash = \(TokenHash.of(token))")
  }

  static func tidy(now: Date, in session: any Session) throws {
    try session.run("delete from identity_refresh_token where ends_at < \(now)")
  }
}
