import Core
import Foundation
import Persistence

extension AdmissionStore {
  /// What the flow's limits ask for, and no more.
  func facts(of run: ClaimedRun, _ limits: FlowLimits, _ keys: Keys) throws -> Admission.Facts {
    let id = run.lease.run
    guard let own = try session.row("select created_at, starts_at from flow_run where id = \(id)") else {
      throw FlowError.noSuchRun
    }
    let createdAt = try own.date("created_at")
    var facts = Admission.Facts(createdAt: createdAt, startsAt: try own.dateIfAny("starts_at"))
    if let key = keys.debounce, limits.debounce != nil {
      facts.hasLaterCall = try session.exists(
        """
        select 1 as n from flow_run where flow = \(run.flow) and debounce_key = \(key)
          and (created_at > \(createdAt) or (created_at = \(createdAt) and id > \(id))) limit 1
        """)
    }
    if let throttle = limits.throttle, facts.startsAt == nil {
      facts.throttledBy = try session.row(
        """
        select starts_at from flow_run where flow = \(run.flow) and starts_at is not null
        order by starts_at desc limit 1 offset \(throttle.runs - 1)
        """)?.dateIfAny("starts_at")
    }
    if let limit = limits.concurrency {
      facts.begun = try begun(run, "", upTo: limit)
      facts.ahead = try ahead(run, createdAt, .concurrency, "", upTo: limit)
    }
    if let limit = limits.perKey?.concurrency, let key = keys.limit {
      facts.begunWithKey = try begun(run, "and limit_key = \(key)", upTo: limit)
      facts.aheadWithKey = try ahead(run, createdAt, .keyConcurrency, "and limit_key = \(key)", upTo: limit)
    }
    return facts
  }

  private func begun(_ run: ClaimedRun, _ condition: Statement, upTo limit: Int) throws -> Int {
    try session.count(
      """
      select count(*) as n from (
        select 1 from flow_run where flow = \(run.flow) \(condition) and admitted_at is not null and ended_at is null
          and id <> \(run.lease.run) limit \(limit)) as counted
      """)
  }

  /// Paused ones let others pass.
  private func ahead(
    _ run: ClaimedRun, _ createdAt: Date, _ reason: RunHold, _ condition: Statement, upTo limit: Int
  ) throws -> Int {
    try session.count(
      """
      select count(*) as n from (
        select 1 from flow_run where flow = \(run.flow) and held_by = \(reason.rawValue) \(condition)
          and ended_at is null and paused_at is null and cancels = 0 and id <> \(run.lease.run)
          and (created_at < \(createdAt) or (created_at = \(createdAt) and id < \(run.lease.run))) limit \(limit)) as counted
      """)
  }
}
