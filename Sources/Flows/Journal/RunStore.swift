import Core
import Foundation
import Identity
import Persistence

/// The SQL of runs: making, claiming, renewing, reading.
struct RunStore {
  let session: any Session

  /// Who waits for work listens here.
  static let channel = "flow_run"
  /// Who runs listens here for wishes to end.
  static let cancelChannel = "flow_cancel"

  static let columns: Statement = """
    id, flow, version, team, state, trigger_kind, started_by, created_at, started_at, ended_at, ready_at, cancels,
    output, failed_path, failure, paused_at, parent_run, parent_path, depth, rerun_of, label, held_by,
    (select coalesce(max(s.revision), 0) from flow_step s where s.run = flow_run.id) + revision as revision
    """

  /// The same without what a run gave, which may be long, and without how far its log is.
  private static let briefColumns: Statement = """
    id, flow, version, team, state, trigger_kind, started_by, created_at, started_at, ended_at, ready_at, cancels,
    cast(null as text) as output, failed_path, failure, paused_at, parent_run, parent_path, depth, rerun_of, label,
    held_by, revision
    """

  func insert(_ run: NewRun) throws {
    try session.run(
      """
      insert into flow_run (id, flow, team, version, state, trigger_kind, trigger_data, started_by, created_at, ready_at,
        parent_run, parent_path, depth, rerun_of, label)
      values (\(run.id), \(run.flow), \(run.team), \(run.version), 'queued', \(run.triggerKind), \(run.trigger),
        \(run.startedBy.sqlValue), \(run.createdAt), \(run.createdAt), \((run.parent?.run).sqlValue),
        \((run.parent?.path).sqlValue), \(run.parent?.depth ?? 0), \(run.rerunOf.sqlValue), \(run.label.sqlValue))
      """)
    try session.notify(Self.channel)
  }

  /// Takes runs that are due, the longest waiting first.
  /// - Parameter flow: whose; of all flows when left out.
  func claim(worker: String, at now: Date, until: Date, limit: Int, of flow: FlowID? = nil) throws -> [ClaimedRun] {
    let ofFlow: Statement = flow.map { "flow = \($0) and" } ?? ""
    return try session.rows(
      """
      update flow_run set state = 'running', worker = \(worker), fencing = fencing + 1, ready_at = \(until),
        started_at = coalesce(started_at, \(now))
      where id in (
        select id from flow_run where \(ofFlow) ready_at <= \(now) order by ready_at, id limit \(limit)\
      \(session.dialect.skippingLocked)
      )
      returning id, flow, team, version, trigger_kind, trigger_data, fencing, cancels, started_at, revision,
        paused_at, parent_run, parent_path, depth, rerun_of, admitted_at
      """
    ).map(ClaimedRun.init)
  }

  /// Keeps leases for longer.
  /// - Returns: the runs whose leases are still this worker's.
  func renew(_ leases: [Lease], until: Date) throws -> Set<RunID> {
    guard !leases.isEmpty else { return [] }
    let held = Dictionary(leases.map { ($0.run, $0.fencing) }, uniquingKeysWith: { $1 })
    let mine = try fences(of: leases.map(\.run)).filter { held[$0.key] == $0.value }.map(\.key)
    try session.run(
      """
      update flow_run set ready_at = \(until) where id \(Self.among(mine, session.dialect)) and ready_at is not null
      """)
    return Set(mine)
  }

  /// Makes the runs due that this worker holds. Late writes under its old leases stay refused, since the next claim
  /// counts on.
  func release(from worker: String, at now: Date) throws {
    try session.run(
      "update flow_run set ready_at = \(now) where worker = \(worker) and state = 'running' and ready_at > \(now)")
  }

  /// The fencing numbers that count, with the rows locked until the transaction ends.
  func fences(of runs: [RunID]) throws -> [RunID: Int64] {
    let rows = try session.rows(
      """
      select id, fencing from flow_run where id \(Self.among(runs, session.dialect)) and ended_at is null order by id\
      \(session.dialect.forUpdate)
      """)
    return Dictionary(try rows.map { (try $0.id("id"), try $0.int64("fencing")) }, uniquingKeysWith: { $1 })
  }

  /// Whether an id is one of these. On PostgreSQL one argument, so that the statement is prepared once.
  static func among(_ runs: [RunID], _ dialect: Dialect) -> Statement {
    switch dialect {
    case .sqlite: "in \(list: runs)"
    case .postgres: "= any ((\("{\(runs.map(\.description).joined(separator: ","))}"))::text[])"
    }
  }

  /// Which of these somebody wants ended.
  func cancelled(among runs: [RunID]) throws -> [RunID] {
    try session.rows("select id from flow_run where cancels = 1 and id in \(list: runs)").map { try $0.id("id") }
  }

  func run(_ id: RunID) throws -> Run {
    guard let row = try session.row("select \(Self.columns) from flow_run where id = \(id)") else {
      throw FlowError.noSuchRun
    }
    return try Run(row)
  }

  /// The newest first.
  /// - Parameter isBrief: leaves the outputs out, for lists of many.
  func runs(
    _ filter: RunFilter, after: (createdAt: Int64, id: String)?, limit: Int, isBrief: Bool = false
  ) throws -> [Run] {
    let columns = isBrief ? Self.briefColumns : Self.columns
    let flow: Statement = filter.flow.map { "and flow = \($0)" } ?? ""
    let from: Statement =
      after.map { "and (created_at < \($0.createdAt) or (created_at = \($0.createdAt) and id < \($0.id)))" } ?? ""
    return try session.rows(
      """
      select \(columns) from flow_run where team in \(list: filter.teams) \(flow) \(Self.states(filter)) \(Self.when(filter)) \(from)
      order by created_at desc, id desc limit \(limit)
      """
    ).map(Run.init)
  }

  /// Paused runs rest among those that wait or are queued.
  private static func states(_ filter: RunFilter) -> Statement {
    if filter.states.isEmpty { return "" }
    let plain = filter.states.filter { $0 != "paused" }
    let paused: Statement = filter.states.contains("paused") ? "or (ended_at is null and paused_at is not null)" : ""
    return """
      and ((state in \(list: plain) and (paused_at is null or state not in ('queued', 'waiting'))) \(paused))
      """
  }

  private static func when(_ filter: RunFilter) -> Statement {
    let triggers: Statement = filter.triggers.isEmpty ? "" : "and trigger_kind in \(list: filter.triggers)"
    let from: Statement = filter.from.map { "and created_at >= \($0)" } ?? ""
    let before: Statement = filter.before.map { "and created_at < \($0)" } ?? ""
    return "\(triggers) \(from) \(before)"
  }

  /// When a run is due that nothing but a person or another system moves on: never.
  static let never = Date(milliseconds: 253_402_300_799_000)

  func pause(_ id: RunID, at now: Date) throws {
    try session.run(
      "update flow_run set paused_at = \(now) where id = \(id) and ended_at is null and paused_at is null")
    try session.run(
      "update flow_run set ready_at = \(Self.never) where id = \(id) and state in ('queued', 'waiting')")
    try session.notify(SignalStore.channel)
  }

  func resume(_ id: RunID, at now: Date) throws {
    try session.run(
      """
      update flow_run set paused_at = null, ready_at = case when state = 'running' then ready_at else \(now) end
      where id = \(id) and paused_at is not null and ended_at is null
      """)
    try session.notify(Self.channel)
  }

  /// Which of these somebody wants to rest.
  func paused(among runs: [RunID]) throws -> [RunID] {
    try session.rows("select id from flow_run where paused_at is not null and id in \(list: runs)").map {
      try $0.id("id")
    }
  }

  /// Asks for the end of a run, and makes one that waits due at once.
  func requestCancel(_ id: RunID, at now: Date) throws {
    try session.run("update flow_run set cancels = 1, paused_at = null where id = \(id) and ended_at is null")
    try session.run(
      "update flow_run set ready_at = \(now) where id = \(id) and state in ('queued', 'waiting') and ready_at > \(now)")
    try session.notify(Self.channel)
    try session.notify(Self.cancelChannel)
  }
}
