import Core
import Crypto
import Foundation
import Identity
import Persistence

/// A consent that was begun and not yet come back. State and browser are known by their hashes alone.
struct PendingAuthorization: Sendable {
  let connection: ConnectionID
  /// Sealed: the PKCE verifier, or OAuth 1.0a's request token with its secret.
  let verifier: [UInt8]
  let redirectURI: String
  /// On whose behalf: who began it, or who made the link by which it was begun.
  let person: PersonID
  /// The hash of the link's token.
  var invitation: String?

  static func hash(_ text: String) -> String {
    SHA256.hash(data: Array(text.utf8)).map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }

  /// To which row a sealed verifier belongs.
  static func context(_ stateHash: String) -> String { "connection_authorization/\(stateHash)" }

  static func insert(
    stateHash: String, browserHash: String, _ pending: PendingAuthorization, now: Date, expiresAt: Date,
    in session: any Session
  ) throws {
    try session.run("delete from connection_authorization where expires_at <= \(now)")
    try session.run(
      """
      insert into connection_authorization (state_hash, connection, person, browser_hash, verifier, redirect_uri,
        invitation, created_at, expires_at)
      values (\(stateHash), \(pending.connection), \(pending.person), \(browserHash), \(pending.verifier),
        \(pending.redirectURI), \(pending.invitation.sqlValue), \(now), \(expiresAt))
      """)
  }

  /// Takes it away, so that it can be used once. One that doesn't match in everything stays untouched.
  /// - Parameter person: who comes back; what was begun by a link may be finished by anybody in the same browser.
  static func take(
    stateHash: String, browserHash: String, person: PersonID?, now: Date, in session: any Session
  ) throws -> PendingAuthorization? {
    let isTheirs: Statement = person.map { "person = \($0)" } ?? "1 = 0"
    return try session.row(
      """
      delete from connection_authorization
      where state_hash = \(stateHash) and browser_hash = \(browserHash) and expires_at > \(now)
        and (invitation is not null or \(isTheirs))
      returning connection, verifier, redirect_uri, person, invitation
      """
    ).map { row in
      PendingAuthorization(
        connection: try row.id("connection"), verifier: try row.bytes("verifier"),
        redirectURI: try row.string("redirect_uri"), person: try row.id("person"),
        invitation: try row.stringIfAny("invitation"))
    }
  }
}
