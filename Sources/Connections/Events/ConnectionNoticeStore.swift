import Core
import Foundation
import Persistence

/// The SQL of what targets are yet to be told.
struct ConnectionNoticeStore {
  let session: any Session

  /// How long one sender has for a notice before another may try, in seconds.
  private static let sendingTime: TimeInterval = 300

  /// What one target is to be told of one connection.
  struct Due: Sendable {
    let target: ConnectionNoticeTargetID
    let connection: ConnectionID
    /// The last event that it was told of.
    let told: Int
    let tries: Int
  }

  /// Hands events that nobody looked at yet to those who hear of them.
  /// - Returns: how many there were.
  func sort(at now: Date, limit: Int) throws -> Int {
    let rows = try session.rows(
      """
      update connection_event set is_sorted = 1 where id in (
        select id from connection_event where is_sorted = 0 order by id limit \(limit)\(session.dialect.skippingLocked))
      returning id, connection, team, kind
      """)
    let targets = ConnectionNoticeTargetStore(session: session)
    for row in rows {
      let (number, connection) = (try row.int("id"), try row.id("connection") as ConnectionID)
      let kind: ConnectionEvent.Kind = try row.choice("kind")
      for target in try targets.targets(of: connection, team: try row.id("team")) where target.events.contains(kind) {
        try wake(target, connection, event: number, at: now)
      }
    }
    return rows.count
  }

  /// The first event is told at once; what follows within the window, at its end.
  private func wake(_ target: ConnectionNoticeTarget, _ connection: ConnectionID, event: Int, at now: Date) throws {
    let window = target.windowSeconds * 1000
    try session.run(
      """
      insert into connection_notice (target, connection, told, due_at, tries)
      values (\(target.id), \(connection), \(event - 1), \(now), 0)
      on conflict (target, connection) do update set due_at = case
        when connection_notice.due_at is not null then connection_notice.due_at
        when connection_notice.sent_at + \(window) > \(now) then connection_notice.sent_at + \(window)
        else \(now) end
      """)
  }

  /// Takes what is due; nobody else takes it for five minutes.
  func claim(at now: Date, limit: Int) throws -> [Due] {
    let until = now + Self.sendingTime
    return try session.rows(
      """
      update connection_notice set due_at = \(until), tries = tries + 1 where (target, connection) in (
        select target, connection from connection_notice where due_at <= \(now) order by due_at limit \(limit)\
      \(session.dialect.skippingLocked))
      returning target, connection, told, tries
      """
    ).map { row in
      Due(
        target: try row.id("target"), connection: try row.id("connection"), told: try row.int("told"),
        tries: try row.int("tries"))
    }
  }

  /// Notes that everything up to an event was told, or given up.
  /// - Parameter next: when to tell what happened meanwhile; `nil` when nothing did.
  func told(_ due: Due, upTo event: Int, at now: Date, next: Date?) throws {
    try session.run(
      """
      update connection_notice set told = \(event), sent_at = \(now), tries = 0, due_at = \(next.sqlValue)
      where target = \(due.target) and connection = \(due.connection)
      """)
  }

  func postpone(_ due: Due, until: Date) throws {
    try session.run(
      "update connection_notice set due_at = \(until) where target = \(due.target) and connection = \(due.connection)")
  }
}
