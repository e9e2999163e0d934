import Core
import Foundation
import Identity
import Persistence

/// The SQL of runs that are due, flow by flow.
struct DueRuns {
  let session: any Session

  /// The flows that have runs due.
  ///
  /// The index is walked from flow to flow, whatever the number of runs in between.
  /// - Parameter limit: where to stop counting the runs of a flow.
  func queues(at now: Date, limit: Int) throws -> [FairShare.Queue] {
    try session.rows(
      """
      with recursive turn (flow) as (
        select (select flow from flow_run where ready_at is not null order by flow limit 1)
        union all
        select (select next.flow from flow_run next where next.ready_at is not null and next.flow > turn.flow
          order by next.flow limit 1)
        from turn where turn.flow is not null
      )
      select turn.flow as flow, flow_flow.team as team,
        (select count(*) from (
          select 1 from flow_run due where due.flow = turn.flow and due.ready_at <= \(now) limit \(limit)) as counted) as due
      from turn join flow_flow on flow_flow.id = turn.flow
      """
    ).compactMap { row in
      let due = try row.int("due")
      return due == 0 ? nil : FairShare.Queue(team: try row.id("team"), flow: try row.id("flow"), due: due)
    }
  }
}
