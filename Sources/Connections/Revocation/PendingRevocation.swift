import Core
import Foundation
import Identity
import Persistence

/// A grant that is to be given back, kept until that is done: the connection itself may be gone by then.
struct PendingRevocation: Sendable {
  let id: String
  let connection: ConnectionID
  let name: String
  let team: TeamID
  let rule: RevocationRule
  /// Token, client id and client secret as JSON, sealed.
  let sealed: [UInt8]
  let tries: Int

  /// To what the sealed values are bound.
  static func context(_ id: String) -> String { "connection_revocation/\(id)" }

  func insert(at now: Date, due: Date, in session: any Session) throws {
    let request: JSONValue = [
      "url": .string(rule.url), "method": .string(rule.method), "style": .string(rule.style.rawValue),
    ]
    try session.run(
      """
      insert into connection_revocation (id, connection, name, team, request, sealed, created_at, due_at, tries)
      values (\(id), \(connection), \(name), \(team), \(request), \(sealed), \(now), \(due), \(tries))
      """)
  }

  func postpone(until due: Date, in session: any Session) throws {
    try session.run("update connection_revocation set due_at = \(due), tries = tries + 1 where id = \(id)")
  }

  func remove(in session: any Session) throws {
    try session.run("delete from connection_revocation where id = \(id)")
  }

  /// Takes what is due; nobody else takes it before `until`.
  static func claim(at now: Date, until: Date, limit: Int, in session: any Session) throws -> [PendingRevocation] {
    try session.rows(
      """
      update connection_revocation set due_at = \(until) where id in (
        select id from connection_revocation where due_at <= \(now) order by due_at limit \(limit)\
      \(session.dialect.skippingLocked))
      returning id, connection, name, team, request, sealed, tries
      """
    ).compactMap { row in
      let request = try row.json("request")
      guard let url = request["url"]?.stringValue, let method = request["method"]?.stringValue,
        let style = request["style"]?.stringValue.flatMap(RevocationRule.Style.init)
      else { return nil }
      return PendingRevocation(
        id: try row.string("id"), connection: try row.id("connection"), name: try row.string("name"),
        team: try row.id("team"), rule: RevocationRule(url: url, method: method, style: style),
        sealed: try row.bytes("sealed"), tries: try row.int("tries"))
    }
  }
}
