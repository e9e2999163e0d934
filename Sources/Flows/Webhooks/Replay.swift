import Core
import Foundation
import Persistence

/// What a call that is done again gives its runs.
struct Replay: Sendable {
  let call: ReceivedCall
  let rule: WebhookTrigger

  /// What the runs of the call had, as long as they are there; else what can be made of what was kept of the call.
  func triggers(_ session: any Session) throws -> [JSONValue] {
    let kept = try call.runs.compactMap { run in
      try session.row("select trigger_data from flow_run where id = \(run)")?.json("trigger_data")
    }
    if !kept.isEmpty, kept.count == call.runs.count { return kept }
    let payload = WebhookPayload(
      headers: Dictionary(
        call.headers.map { ($0.0, $0.1.stringValue ?? "") }, uniquingKeysWith: { first, _ in first }),
      query: call.query, rule: rule, receivedAt: call.receivedAt)
    if let file = call.file { return try payload.starts(.file(file, size: call.size)).map(\.trigger) }
    guard call.size == 0 || call.body != nil else { throw FlowError.payloadForgotten }
    return try payload.starts(.bytes(Array((call.body ?? "").utf8))).map(\.trigger)
  }

  /// How it stands in the list of calls.
  static func entry(_ id: ReceivedCallID, of call: ReceivedCall, runs: [RunID], at now: Date) -> ReceivedCall {
    ReceivedCall(
      id: id, flow: call.flow, team: call.team, receivedAt: now, method: call.method, remoteAddress: nil,
      headers: call.headers, query: call.query, body: call.body, size: call.size, file: call.file, outcome: .accepted,
      status: 202, code: nil, reason: nil, runs: runs, replays: call.replays ?? call.id)
  }
}
