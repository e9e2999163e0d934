import Core
import Foundation
import Persistence

/// The SQL of letting runs begin under their flow's limits.
struct AdmissionStore {
  /// What a run shares its limits with.
  struct Keys: Sendable, Hashable {
    var limit: String?
    var debounce: String?
  }

  let session: any Session

  /// Lets a run in or puts it off, with nobody else deciding for the same flow meanwhile.
  /// - Returns: `nil` when another worker has the run.
  func decide(_ run: ClaimedRun, _ limits: FlowLimits, _ keys: Keys, at now: Date) throws -> Admission.Decision? {
    guard try RunStore(session: session).fences(of: [run.lease.run])[run.lease.run] == run.lease.fencing else {
      return nil
    }
    try lock([run.flow])
    var admission = Admission(limits: limits, facts: try facts(of: run, limits, keys))
    let decision = admission.decide(at: now)
    try session.run(
      """
      update flow_run set limit_key = \(keys.limit.sqlValue), debounce_key = \(keys.debounce.sqlValue),
        starts_at = \(admission.facts.startsAt.sqlValue)
      where id = \(run.lease.run)
      """)
    switch decision {
    case .admit:
      try session.run("update flow_run set admitted_at = \(now), held_by = null where id = \(run.lease.run)")
    case .hold(let reason, let until): try hold(run, reason, until: until)
    case .supersede:
      try session.run("update flow_run set held_by = \(RunHold.debounce.rawValue) where id = \(run.lease.run)")
    }
    return decision
  }

  /// Wakes those that wait for the places of runs that have just ended; their rows are locked by this transaction.
  func freePlaces(of ended: [RunID], at now: Date) throws {
    let rows = try session.rows(
      """
      select flow, limit_key, count(*) as n from flow_run
      where id \(RunStore.among(ended, session.dialect)) and admitted_at is not null
      group by flow, limit_key order by flow, limit_key
      """)
    guard !rows.isEmpty else { return }
    let freed = try rows.map {
      (flow: try $0.id("flow") as FlowID, key: try $0.stringIfAny("limit_key"), count: try $0.int("n"))
    }
    try lock(freed.map(\.flow))
    for place in freed {
      try wake(place.count, of: place.flow, heldBy: .concurrency, "", at: now)
      if let key = place.key {
        try wake(place.count, of: place.flow, heldBy: .keyConcurrency, "and limit_key = \(key)", at: now)
      }
    }
    try session.notify(RunStore.channel)
  }

  private func lock(_ flows: [FlowID]) throws {
    for flow in Set(flows).sorted(by: { $0.description < $1.description }) {
      try session.run("insert into flow_gate (flow) values (\(flow)) on conflict (flow) do nothing")
      _ = try session.row("select flow from flow_gate where flow = \(flow)\(session.dialect.forUpdate)")
    }
  }

  private func hold(_ run: ClaimedRun, _ reason: RunHold, until: Date) throws {
    try session.run(
      """
      update flow_run set state = 'queued', ready_at = \(until), held_by = \(reason.rawValue), worker = null,
        started_at = null, fencing = fencing + 1, revision = revision + 1
      where id = \(run.lease.run)
      """)
  }

  /// Only of those in the queue: one that a worker asks about just now finds the place by itself, and made due it would
  /// be taken a second time while it is being carried out.
  private func wake(_ count: Int, of flow: FlowID, heldBy reason: RunHold, _ key: Statement, at now: Date) throws {
    try session.run(
      """
      update flow_run set ready_at = \(now) where id in (
        select id from flow_run where flow = \(flow) and held_by = \(reason.rawValue) \(key) and state = 'queued'
          and paused_at is null and ready_at > \(now)
        order by created_at, id limit \(count)\(session.dialect.skippingLocked)
      )
      """)
  }
}
