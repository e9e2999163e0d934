import Core
import Foundation
import Persistence

/// The SQL of polls: what is asked when, and how far each has come.
struct PollStore {
  let session: any Session

  /// Whoever asks, asks at most this long, in seconds; after that another process may.
  static let lease: TimeInterval = 600

  /// A poll whose time has come, taken by one process.
  struct Taken: Sendable {
    let flow: FlowID
    let place: Int
    let cursor: JSONValue?
    let fencing: Int64
    let failures: Int
  }

  /// Makes the polls of a flow what its document says; a cursor stays with its question.
  func replace(_ polls: [PollTrigger], of flow: FlowID, isActive: Bool, at now: Date) throws {
    let rows = try session.rows("select question, cursor, fencing from flow_poll where flow = \(flow)")
    var known: [String: (cursor: String?, fencing: Int64)] = [:]
    for row in rows {
      known[try row.string("question")] = (try row.stringIfAny("cursor"), try row.int64("fencing"))
    }
    try session.run("delete from flow_poll where flow = \(flow)")
    let last = known.values.map(\.fencing).max() ?? 0
    for (place, poll) in polls.enumerated() {
      let next = isActive ? now : nil
      try session.run(
        """
        insert into flow_poll (flow, place, question, cursor, next_at, fencing)
        values (\(flow), \(place), \(poll.question), \(known[poll.question]?.cursor.sqlValue ?? .null),
          \(next.sqlValue), \(last + 1))
        """)
    }
  }

  /// How a poll stands, for people.
  struct Report: Sendable {
    let polledAt: Date?
    let nextAt: Date?
    let foundAt: Date?
    let problem: JSONValue?
  }

  /// By place.
  func reports(of flow: FlowID) throws -> [Int: Report] {
    let rows = try session.rows(
      "select place, polled_at, next_at, found_at, problem from flow_poll where flow = \(flow)")
    return Dictionary(
      try rows.map { row in
        let report = Report(
          polledAt: try row.dateIfAny("polled_at"), nextAt: try row.dateIfAny("next_at"),
          foundAt: try row.dateIfAny("found_at"), problem: try row.jsonIfAny("problem"))
        return (try row.int("place"), report)
      }, uniquingKeysWith: { $1 })
  }

  func isAnyDue(at now: Date) throws -> Bool {
    try session.exists("select 1 as n from flow_poll where next_at <= \(now) limit 1")
  }

  /// Takes polls that are due. Other processes leave them alone for ``lease``.
  func take(at now: Date, limit: Int) throws -> [Taken] {
    let rows = try session.rows(
      """
      select flow, place from flow_poll where next_at <= \(now) order by next_at, flow, place
      limit \(limit)\(session.dialect.skippingLocked)
      """)
    return try rows.compactMap { row in
      let (flow, place): (FlowID, Int) = (try row.id("flow"), try row.int("place"))
      let taken = try session.row(
        """
        update flow_poll set next_at = \(now + Self.lease), fencing = fencing + 1
        where flow = \(flow) and place = \(place) returning cursor, fencing, failures
        """)
      return try taken.map { row in
        Taken(
          flow: flow, place: place, cursor: try row.jsonIfAny("cursor"), fencing: try row.int64("fencing"),
          failures: try row.int("failures"))
      }
    }
  }

  /// Keeps what an answer said.
  /// - Returns: false when somebody else has taken the poll over, or it was changed; nothing may be kept then.
  func keep(_ taken: Taken, cursor: JSONValue, next: Date, found: Bool, at now: Date) throws -> Bool {
    // The same cursor isn't written again: it can be large.
    let write: Statement = cursor == taken.cursor ? "" : ", cursor = \(cursor)"
    let foundAt: Statement = found ? ", found_at = \(now)" : ""
    return try session.run(
      """
      update flow_poll set next_at = \(next), failures = 0, problem = null, polled_at = \(now)\(write)\(foundAt)
      where flow = \(taken.flow) and place = \(taken.place) and fencing = \(taken.fencing) and next_at is not null
      """) > 0
  }

  func fail(_ taken: Taken, _ problem: JSONValue, next: Date, at now: Date) throws {
    try session.run(
      """
      update flow_poll set next_at = \(next), failures = failures + 1, problem = \(problem), polled_at = \(now)
      where flow = \(taken.flow) and place = \(taken.place) and fencing = \(taken.fencing) and next_at is not null
      """)
  }

  func sleep(_ taken: Taken) throws {
    try session.run(
      "update flow_poll set next_at = null where flow = \(taken.flow) and place = \(taken.place) and fencing = \(taken.fencing)"
    )
  }
}
