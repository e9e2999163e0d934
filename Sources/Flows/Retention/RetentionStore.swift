import Core
import Foundation
import Persistence

/// The SQL of retention.
struct RetentionStore {
  let session: any Session

  func rule(of flow: FlowID) throws -> RetentionRule {
    let row = try session.row("select days, bytes from flow_retention where flow = \(flow)")
    return try RetentionRule(days: row?.int64IfAny("days").map { Int($0) }, bytes: row?.int64IfAny("bytes"))
  }

  func set(_ rule: RetentionRule, of flow: FlowID) throws {
    try session.run(
      """
      insert into flow_retention (flow, days, bytes) values (\(flow), \(rule.days.sqlValue), \(rule.bytes.sqlValue))
      on conflict (flow) do update set days = excluded.days, bytes = excluded.bytes
      """)
  }

  /// What the logs of a flow's ended runs take.
  func size(of flow: FlowID) throws -> (bytes: Int64, runs: Int) {
    let row = try session.row(
      """
      select coalesce(sum(log_bytes), 0) as bytes, count(*) as n from flow_run
      where flow = \(flow) and ended_at is not null
      """)
    // PostgreSQL sums whole numbers into decimal ones.
    let bytes = try row.map { row in try row.int64IfAny("bytes") ?? 0 }
    return (bytes ?? 0, try row?.int("n") ?? 0)
  }

  func flows() throws -> [FlowID] {
    try session.rows("select id from flow_flow order by id").map { try $0.id("id") }
  }

  /// Ended runs that nobody has measured yet.
  func unmeasured(limit: Int) throws -> [RunID] {
    try session.rows(
      "select id from flow_run where log_bytes is null and ended_at is not null order by ended_at limit \(limit)"
    ).map { try $0.id("id") }
  }

  func measure(_ run: RunID) throws {
    try session.run(
      """
      update flow_run set log_bytes = length(trigger_data) + coalesce(length(output), 0) + 500 +
        cast((select coalesce(sum(coalesce(length(input), 0) + coalesce(length(output), 0) + 300), 0)
          from flow_step where run = \(run)) as \(Statement(trusted: session.dialect.integer))) +
        cast((select coalesce(sum(length(exchange)), 0) from flow_exchange where run = \(run))
          as \(Statement(trusted: session.dialect.integer))) +
        cast((select coalesce(sum(bytes), 0) from flow_payload where run = \(run))
          as \(Statement(trusted: session.dialect.integer)))
      where id = \(run)
      """)
  }

  /// A run that another one repeats stays as long as that one: the rows that were copied from it name what it keeps.
  private static let isRepeated: Statement =
    "exists (select 1 as n from flow_run as newer where newer.rerun_of = flow_run.id)"

  /// Ended runs of a flow that go: those before the horizon, and the oldest beyond the size.
  func expired(of flow: FlowID, _ rule: RetentionRule, at now: Date, limit: Int) throws -> [RunID] {
    if let horizon = rule.horizon(at: now) {
      let old = try session.rows(
        """
        select id from flow_run where flow = \(flow) and ended_at < \(horizon) and not \(Self.isRepeated)
        order by created_at, id limit \(limit)
        """
      ).map { try $0.id("id", as: Run.self) }
      if !old.isEmpty { return old }
    }
    guard let bytes = rule.bytes else { return [] }
    var excess = try size(of: flow).bytes - bytes
    guard excess > 0 else { return [] }
    var going: [RunID] = []
    for row in try session.rows(
      """
      select id, log_bytes from flow_run where flow = \(flow) and ended_at is not null and log_bytes is not null
        and not \(Self.isRepeated)
      order by created_at, id limit \(limit)
      """) where excess > 0
    {
      going.append(try row.id("id"))
      excess -= try row.int64("log_bytes")
    }
    return going
  }

  /// Deletes some rows of a run's log; the run itself goes with the last ones.
  /// - Returns: whether the run is gone.
  func delete(_ run: RunID, rows limit: Int) throws -> Bool {
    for table in ["flow_exchange", "flow_attempt", "flow_step"] {
      let name = Statement(trusted: table)
      let deleted = try session.run(
        "delete from \(name) where run = \(run) and path in (select path from \(name) where run = \(run) limit \(limit))"
      )
      if deleted >= limit { return false }
    }
    try session.run("delete from flow_run where id = \(run) and ended_at is not null")
    return true
  }
}
