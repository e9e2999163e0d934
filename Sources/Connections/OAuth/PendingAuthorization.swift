import Core
import Crypto
import Foundation
import Identity
import Persistence

/// A consent that was begun and not yet come back. State and browser are known by their hashes alone.
struct PendingAuthorization: Sendable {
  let connection: ConnectionID
  let verifier: [UInt8]
  let redirectURI: String

  static func hash(_ text: String) -> String {
    SHA256.hash(data: Array(text.utf8)).map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }

  /// To which row a sealed verifier belongs.
  static func context(_ stateHash: String) -> String { "connection_authorization/\(stateHash)" }

  static func insert(
    stateHash: String, browserHash: String, person: PersonID, _ pending: PendingAuthorization, now: Date,
    expiresAt: Date, in session: any Session
  ) throws {
    try session.run("delete from connection_authorization where expires_at <= \(now)")
    try session.run(
      """
      insert into connection_authorization (state_hash, connection, person, browser_hash, verifier, redirect_uri,
        created_at, expires_at)
      values (\(stateHash), \(pending.connection), \(person), \(browserHash), \(pending.verifier),
        \(pending.redirectURI), \(now), \(expiresAt))
      """)
  }

  /// Takes it away, so that it can be used once. One that doesn't match in everything stays untouched.
  static func take(
    stateHash: String, browserHash: String, person: PersonID, now: Date, in session: any Session
  ) throws -> PendingAuthorization? {
    try session.row(
      """
      delete from connection_authorization
      where state_hash = \(stateHash) and browser_hash = \(browserHash) and person = \(person) and expires_at > \(now)
      returning connection, verifier, redirect_uri
      """
    ).map { row in
      PendingAuthorization(
        connection: try row.id("connection"), verifier: try row.bytes("verifier"),
        redirectURI: try row.string("redirect_uri"))
    }
  }
}
