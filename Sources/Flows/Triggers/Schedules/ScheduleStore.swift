import Core
import Foundation
import Persistence

/// The SQL of what is due when.
struct ScheduleStore {
  let session: any Session

  /// Who starts scheduled flows listens here.
  static let channel = "flow_schedule"

  /// A schedule whose time has come.
  struct Due: Sendable {
    let flow: FlowID
    /// Its place among the flow's schedules.
    let place: Int
    let dueAt: Date
  }

  /// Makes the schedules of a flow what its document says. One that is there already keeps its beat.
  func replace(_ schedules: [ScheduleTrigger], of flow: FlowID, at now: Date) throws {
    let rows = try session.rows("select rule, next_at from flow_schedule where flow = \(flow)")
    let known = Dictionary(
      try rows.map { (try $0.string("rule"), try $0.date("next_at")) }, uniquingKeysWith: { first, _ in first })
    try session.run("delete from flow_schedule where flow = \(flow)")
    for (place, schedule) in schedules.enumerated() {
      guard let next = known[schedule.text] ?? schedule.next(after: now, last: nil) else { continue }
      try session.run(
        """
        insert into flow_schedule (flow, place, rule, next_at)
        values (\(flow), \(place), \(schedule.text), \(next))
        """)
    }
    try session.notify(Self.channel)
  }

  /// When each schedule of a flow is due, by its place.
  func times(of flow: FlowID) throws -> [Int: Date] {
    let rows = try session.rows("select place, next_at from flow_schedule where flow = \(flow)")
    return Dictionary(try rows.map { (try $0.int("place"), try $0.date("next_at")) }, uniquingKeysWith: { $1 })
  }

  /// Locks what is due until the transaction ends; other processes pass over it.
  func due(at now: Date, limit: Int) throws -> [Due] {
    try session.rows(
      """
      select flow, place, next_at from flow_schedule where next_at <= \(now) order by next_at, flow, place
      limit \(limit)\(session.dialect.skippingLocked)
      """
    ).map { Due(flow: try $0.id("flow"), place: try $0.int("place"), dueAt: try $0.date("next_at")) }
  }

  func isAnyDue(at now: Date) throws -> Bool {
    try session.exists("select 1 as n from flow_schedule where next_at <= \(now) limit 1")
  }

  /// Sets the next time, or ends the schedule.
  func advance(_ due: Due, to next: Date?) throws {
    if let next {
      try session.run(
        "update flow_schedule set next_at = \(next) where flow = \(due.flow) and place = \(due.place)")
    } else {
      try session.run("delete from flow_schedule where flow = \(due.flow) and place = \(due.place)")
    }
  }
}
