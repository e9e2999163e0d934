import Core
import Foundation
import Persistence

/// An authorization code as it rests.
struct StoredCode: Sendable {
  let family: TokenFamilyID
  let redirectURI: String
  let nonce: String?
  let challenge: String?
  let endsAt: Date
  let usedAt: Date?
}

/// The rows of authorization codes.
enum CodeStore {
  static func insert(_ code: StoredCode, token: Secret, in session: any Session) throws {
    try session.run(
      """
      insert into identity_code (code_hash, family, redirect_uri, nonce, challenge, ends_at, used_at)
      values (\(TokenHash.of(token.revealed)), \(code.family), \(code.redirectURI), \(code.nonce.sqlValue),
        \(code.challenge.sqlValue), \(code.endsAt), null)
      """)
  }

  /// The code, locked until the transaction ends, so that two can't use it at once.
  static func find(_ token: String, in session: any Session) throws -> StoredCode? {
    let hash = TokenHash.of(token)
    return try session.row("select * from identity_code where code_hash = \(hash)\(session.dialect.forUpdate)").map {
      StoredCode(
        family: try $0.id("family"), redirectURI: try $0.string("redirect_uri"), nonce: try $0.stringIfAny("nonce"),
        challenge: try $0.stringIfAny("challenge"), endsAt: try $0.date("ends_at"), usedAt: try $0.dateIfAny("used_at"))
    }
  }

  static func markUsed(_ family: TokenFamilyID, at now: Date, in session: any Session) throws {
    try session.run("update identity_code set used_at = \(now) where family = \(family)")
  }
}
