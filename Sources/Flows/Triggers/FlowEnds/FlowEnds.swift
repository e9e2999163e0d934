import Core
import Crypto
import Foundation
import Persistence

/// Starts flows when runs of other ones end.
///
/// Called in the transaction in which a run ends, so that neither happens without the other, and no end is told twice.
struct FlowEnds {
  let session: any Session

  /// - Parameter commits: whose endings are written already.
  func tell(of commits: [RunCommit]) throws {
    var ended: [RunID: Date] = [:]
    for case (let run, .ended(_, let at)) in commits.map({ ($0.lease.run, $0.ending) }) { ended[run] = at }
    guard !ended.isEmpty else { return }
    let rows = try session.rows(
      """
      select distinct l.flow as flow, f.team as team, f.version as version, r.id as run, r.flow as source, s.name as name,
        r.state as state, r.chain as chain, r.output as output, r.failure as failure, r.started_at as started_at,
        r.ended_at as ended_at
      from flow_run r
      join flow_flow s on s.id = r.flow
      join flow_listener l on l.kind = 'flow' and l.source in (r.flow, s.name) and l.detail = r.state
      join flow_flow f on f.id = l.flow and f.team = r.team and f.is_active = 1
      where r.id \(RunStore.among(Array(ended.keys), session.dialect))
      order by run, flow
      """)
    for row in rows { try start(row, at: try ended[row.id("run")] ?? row.date("ended_at")) }
  }

  private func start(_ row: Row, at now: Date) throws {
    let chain = try row.int("chain") + 1
    let flow: FlowID = try row.id("flow")
    let run: RunID = try row.id("run")
    var ended: JSONObject = [
      "id": JSONValue(run), "flow": .string(try row.string("source")), "name": .string(try row.string("name")),
      "state": .string(try row.string("state")), "startedAt": JSONValue(try row.dateIfAny("started_at")),
      "endedAt": JSONValue(try row.dateIfAny("ended_at")),
    ]
    if let output = try row.jsonIfAny("output") { ended["output"] = output }
    if let failure = try row.jsonIfAny("failure") { ended["failure"] = failure }
    let new = NewRun(
      id: Self.id(of: flow, after: run), flow: flow, team: try row.id("team"), version: try row.int("version"),
      triggerKind: "flow", trigger: ["run": .object(ended), "chain": JSONValue(chain)], startedBy: nil, createdAt: now)
    if chain > FlowEndTrigger.maximumChain {
      try StillbornRun(session: session).insert(new, Self.tooLong(chain))
    } else {
      try RunStore(session: session).insert(new)
    }
    try session.run("update flow_run set chain = \(chain) where id = \(new.id)")
  }

  private static func tooLong(_ chain: Int) -> StepFailure {
    StepFailure(
      code: "flow_chain_too_long",
      message: "\(chain - 1) flows started one another before this one; the chain ends here.",
      advice: "Look for flows that start each other in a circle.")
  }

  /// The same whenever it is asked for, so that one end starts a flow once.
  private static func id(of flow: FlowID, after run: RunID) -> RunID {
    var bytes = Array(SHA256.hash(data: Array("flow-end/\(run)/\(flow)".utf8)).prefix(16))
    // Version 8, the variant of RFC 9562.
    bytes[6] = (bytes[6] & 0x0F) | 0x80
    bytes[8] = (bytes[8] & 0x3F) | 0x80
    return RunID(bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) })
  }
}
