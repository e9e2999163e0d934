import Core
import Foundation
import Persistence

/// The SQL of what happens to connections.
enum ConnectionEventStore {
  /// Writes down what a change of state means, before the state is changed. No news, no row.
  static func noteChange(
    to state: ConnectionState, reason: String?, of id: ConnectionID, at now: Date, in session: any Session
  ) throws {
    guard let row = try session.row("select state, tested from connection_connection where id = \(id)") else { return }
    let stored: ConnectionState = try row.choice("state")
    let isTested = try row.bool("tested")
    let old: ConnectionState = stored == .healthy && !isTested ? .untested : stored
    guard let kind = ConnectionEvent.Kind(from: old, to: state) else { return }
    try add(kind, state: state, reason: reason, of: id, at: now, in: session)
  }

  static func add(
    _ kind: ConnectionEvent.Kind, state: ConnectionState, reason: String? = nil, of id: ConnectionID, at now: Date,
    in session: any Session
  ) throws {
    guard let row = try session.row("select team, name, connector from connection_connection where id = \(id)") else {
      return
    }
    try session.run(
      """
      insert into connection_event (connection, team, name, connector, kind, at, state, reason)
      values (\(id), \(try row.string("team")), \(try row.string("name")), \(try row.string("connector")),
        \(kind.rawValue), \(now), \(state.rawValue), \(reason.sqlValue))
      """)
  }

  /// The newest first.
  /// - Parameter before: only those that happened before this number.
  static func list(
    of id: ConnectionID, kinds: [ConnectionEvent.Kind], before: Int?, limit: Int, in session: any Session
  ) throws -> [ConnectionEvent] {
    var statement: Statement = "\(selection) where connection = \(id) and kind in \(list: kinds.map(\.rawValue))"
    if let before { statement += " and id < \(before)" }
    return try session.rows(statement + " order by id desc limit \(limit)").map(event)
  }

  /// What one target is to be told of one connection, the oldest first.
  static func list(
    of id: ConnectionID, after number: Int, kinds: [ConnectionEvent.Kind], limit: Int, in session: any Session
  ) throws -> [ConnectionEvent] {
    try session.rows(
      """
      \(selection) where connection = \(id) and id > \(number) and kind in \(list: kinds.map(\.rawValue))
      order by id limit \(limit)
      """
    ).map(event)
  }

  /// Forgets what is old: renewals after a week, all else after 400 days.
  static func prune(at now: Date, in session: any Session) throws {
    let (week, year) = (now - 7 * 86_400, now - 400 * 86_400)
    try session.run("delete from connection_event where kind = 'refreshed' and at < \(week) and is_sorted = 1")
    try session.run("delete from connection_event where kind <> 'refreshed' and at < \(year) and is_sorted = 1")
  }

  private static let selection: Statement =
    "select id, connection, team, name, connector, kind, at, state, reason from connection_event"

  private static func event(_ row: Row) throws -> ConnectionEvent {
    ConnectionEvent(
      number: try row.int("id"), connection: try row.id("connection"), team: try row.id("team"),
      name: try row.string("name"), connector: try row.string("connector"), kind: try row.choice("kind"),
      at: try row.date("at"), state: try row.choice("state"), reason: try row.stringIfAny("reason"))
  }
}
