import Core
import Foundation
import Persistence

/// The SQL of what happened and nobody was told of yet.
struct NoticeStore {
  let session: any Session

  /// How long one sender has for a notice before another may try.
  private static let sendingTime: TimeInterval = 300

  /// Counts failed runs that nobody took note of, flow by flow.
  /// - Returns: how many there were.
  func collect(at now: Date, limit: Int) throws -> Int {
    let rows = try session.rows(
      """
      update flow_run set noticed_at = \(now) where id in (
        select id from flow_run where state = 'failed' and noticed_at is null order by ended_at limit \(limit)\
      \(session.dialect.skippingLocked))
      returning id, flow, ended_at, failed_path, failure
      """)
    for row in rows { try count(row, at: now) }
    return rows.count
  }

  private func count(_ row: Row, at now: Date) throws {
    let (flow, run, at) = (try row.string("flow"), try row.string("id"), try row.date("ended_at"))
    let (path, failure) = (try row.stringIfAny("failed_path") ?? "", try row.jsonIfAny("failure") ?? [:])
    try session.run(
      """
      insert into flow_notice (flow, failures, unsent, since, last_run, last_at, last_path, last_failure, is_told, due_at)
      values (\(flow), 1, 1, \(at), \(run), \(at), \(path), \(failure), 0, \(now))
      on conflict (flow) do update set failures = flow_notice.failures + 1, unsent = flow_notice.unsent + 1,
        since = case when flow_notice.failures = 0 then excluded.since else flow_notice.since end,
        last_run = excluded.last_run, last_at = excluded.last_at, last_path = excluded.last_path,
        last_failure = excluded.last_failure, due_at = coalesce(flow_notice.due_at, \(now))
      """)
  }

  /// Takes the flows whose notices are due; nobody else takes them for five minutes.
  func claim(at now: Date, limit: Int) throws -> [PendingNotice] {
    let until = now.addingTimeInterval(Self.sendingTime)
    return try session.rows(
      """
      update flow_notice set due_at = \(until), tries = tries + 1 where flow in (
        select flow from flow_notice where due_at <= \(now) order by due_at limit \(limit)\
      \(session.dialect.skippingLocked))
      returning flow, failures, unsent, since, last_run, last_at, last_path, last_failure, is_told, sent_at, tries
      """
    ).map(PendingNotice.init)
  }

  /// Puts a notice off.
  func postpone(_ flow: FlowID, until: Date, tries: Int) throws {
    try session.run("update flow_notice set due_at = \(until), tries = \(tries) where flow = \(flow)")
  }

  /// Notes that a notice went out, or that there was nobody to tell.
  /// - Parameter isTold: whether somebody was told, so that a recovery is news.
  func sent(_ notice: PendingNotice, isTold: Bool, at now: Date, next: Date) throws {
    try session.run(
      """
      update flow_notice set unsent = unsent - \(notice.unsent), tries = 0, sent_at = \(now),
        is_told = case when is_told = 1 then 1 else \(isTold) end,
        due_at = case when unsent > \(notice.unsent) then \(next) end
      where flow = \(notice.flow)
      """)
  }

  /// Takes the flows that were told to fail and have run well since.
  func claimRecovered(limit: Int) throws -> [PendingNotice] {
    let recovered = try session.rows(
      """
      select flow, failures, unsent, since, last_run, last_at, last_path, last_failure, is_told, sent_at, tries
      from flow_notice where is_told = 1 and unsent = 0 and exists (
        select 1 as n from flow_run
        where flow_run.flow = flow_notice.flow and state = 'succeeded' and created_at > last_at)
      limit \(limit)\(session.dialect.skippingLocked)
      """
    ).map(PendingNotice.init)
    for notice in recovered {
      try session.run("update flow_notice set is_told = 0, failures = 0 where flow = \(notice.flow)")
    }
    return recovered
  }
}

/// What somebody is about to be told of one flow.
struct PendingNotice: Sendable {
  let flow: FlowID
  /// Since the last time that it ran well.
  let failures: Int
  /// Of these, those that nobody was told of.
  let unsent: Int
  let since: Date
  let lastRun: RunID
  let lastAt: Date
  let lastPath: String
  let lastFailure: StepFailure
  let sentAt: Date?
  let tries: Int

  init(_ row: Row) throws {
    flow = try row.id("flow")
    failures = try row.int("failures")
    unsent = try row.int("unsent")
    since = try row.date("since")
    lastRun = try row.id("last_run")
    lastAt = try row.date("last_at")
    lastPath = try row.string("last_path")
    lastFailure = StepFailure(json: try row.json("last_failure"))
    sentAt = try row.dateIfAny("sent_at")
    tries = try row.int("tries")
  }
}
