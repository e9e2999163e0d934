import Core
import Foundation
import Identity
import Persistence

/// The SQL of open questions: rows of the journal that wait, and that nobody has answered.
struct ApprovalStore {
  let session: any Session

  private static let selection: Statement = """
    select s.run, s.path, s.input, s.started_at, s.wakes_at, r.flow, r.team, f.name
    from flow_step s join flow_run r on r.id = s.run join flow_flow f on f.id = r.flow
    where s.kind = 'wait' and s.state = 'waiting' and r.ended_at is null and r.cancels = 0
      and not exists (select 1 from flow_signal g where g.run = s.run and g.path = s.path)
    """

  func open(in teams: [TeamID], limit: Int) throws -> [Approval] {
    guard !teams.isEmpty else { return [] }
    return try session.rows(
      "\(Self.selection) and r.team in \(list: teams) order by s.started_at, s.run, s.path limit \(limit)"
    ).compactMap(Self.approval)
  }

  func open(run: RunID, path: String) throws -> Approval? {
    try session.row("\(Self.selection) and s.run = \(run) and s.path = \(path)").flatMap(Self.approval)
  }

  /// - Returns: `nil` for a wait of another kind.
  private static func approval(_ row: Row) throws -> Approval? {
    guard let asked = try row.jsonIfAny("input")?["approval"] else { return nil }
    return Approval(
      run: try row.id("run"), path: try row.string("path"), flow: try row.id("flow"), flowName: try row.string("name"),
      team: try row.id("team"), title: asked["title"].map { $0.stringValue ?? $0.serialized() } ?? "",
      message: asked["message"].map { $0.stringValue ?? $0.serialized() },
      people: asked["people"]?.arrayValue?.compactMap(\.stringValue) ?? [], askedAt: try row.date("started_at"),
      until: try row.date("wakes_at"))
  }
}
