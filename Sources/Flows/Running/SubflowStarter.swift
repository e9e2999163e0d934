import Core
import Crypto
import Foundation
import Persistence

/// Starts the runs of sub-flows, each once: a run's identifier follows from the step that starts it.
struct SubflowStarter: Sendable {
  let store: any Store
  let now: Date

  /// - Returns: `{"run"}`; the run is on disk then.
  /// - Throws: ``StepFailure`` when there is no such flow or runs have started one another too often; ``LeaseLost``.
  func start(_ step: SubflowStep, input: JSONValue, path: String, of parent: ClaimedRun) async throws -> JSONValue {
    guard parent.depth < SubflowStep.maximumDepth else {
      throw StepFailure(
        code: "subflow_too_deep", message: "\(SubflowStep.maximumDepth) runs have started one another already.",
        advice: "See whether the flow starts itself without end.", field: "flow")
    }
    let run: RunID = Self.id(of: parent.lease.run, path)
    let now = now
    try await store.write { session in
      guard try RunStore(session: session).fences(of: [parent.lease.run])[parent.lease.run] == parent.lease.fencing
      else { throw LeaseLost() }
      if try session.exists("select 1 as n from flow_run where id = \(run)") { return }
      guard let flow = try FlowStore(session: session).flow(named: step.flow, in: parent.team) else {
        throw StepFailure(
          code: "subflow_missing", message: "The team has no flow \"\(step.flow)\".",
          advice: "Make it, or name another one.", field: "flow")
      }
      guard flow.isPublished else {
        throw StepFailure(
          code: "subflow_not_published", message: "The flow \"\(step.flow)\" was never published.",
          advice: "Publish its draft first.", field: "flow")
      }
      try RunStore(session: session).insert(
        NewRun(
          id: run, flow: flow.id, team: flow.team, version: flow.version, triggerKind: "subflow", trigger: input,
          startedBy: nil, createdAt: now,
          parent: RunParent(run: parent.lease.run, path: path, depth: parent.depth + 1)))
    }
    return ["run": JSONValue(run)]
  }

  /// The same for the same step of the same run (a UUID of version 8, RFC 9562).
  static func id(of run: RunID, _ path: String) -> RunID {
    var bytes = Array(SHA256.hash(data: Array("\(run)/\(path)".utf8)).prefix(16))
    bytes[6] = bytes[6] & 0x0f | 0x80
    bytes[8] = bytes[8] & 0x3f | 0x80
    return RunID(
      UUID(
        uuid: (
          bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7], bytes[8], bytes[9],
          bytes[10], bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]
        )))
  }
}
