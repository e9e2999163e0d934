import Core
import Foundation

/// Makes the entry in the list of calls from a call and what became of it.
struct CallRecord: Sendable {
  let id: ReceivedCallID
  let call: WebhookCall
  let door: WebhookDoor
  let receivedAt: Date

  var payload: WebhookPayload {
    WebhookPayload(headers: call.headers, query: call.query, rule: door.rule, receivedAt: receivedAt)
  }

  func started(_ receipts: [WebhookReceipt], _ body: WebhookBody) -> ReceivedCall {
    let isRepeat = receipts.allSatisfy(\.isRepeat)
    return entry(
      isRepeat ? .repeated : .accepted, status: door.rule.preset == .skyhook ? 200 : 202, size: body.size, body: body,
      runs: receipts.map(\.run))
  }

  func answered(_ answer: WebhookAnswer, size: Int64) -> ReceivedCall {
    if case .ignored(let reason) = answer { return entry(.ignored, status: 200, reason: reason, size: size) }
    return entry(.answered, status: 200, size: size)
  }

  /// The error's own words hold no secret. Of what strangers send less is kept.
  func refused(_ error: any CodedError, _ body: [UInt8]?) -> ReceivedCall {
    let kept = body.flatMap { $0.count <= ReceivedCall.refusedBodyLimit ? WebhookBody.bytes($0) : nil }
    return entry(
      .refused, status: Self.status(error.category), code: error.code, reason: error.message,
      size: body.map { Int64($0.count) } ?? call.body.length ?? 0, body: kept)
  }

  private static func status(_ category: ErrorCategory) -> Int {
    switch category {
    case .unauthenticated: 401
    case .conflict: 409
    case .tooLarge: 413
    case .insufficientStorage: 507
    case .unavailable: 503
    default: 400
    }
  }

  private func entry(
    _ outcome: ReceivedCall.Outcome, status: Int, code: String? = nil, reason: String? = nil, size: Int64,
    body: WebhookBody? = nil, runs: [RunID] = []
  ) -> ReceivedCall {
    ReceivedCall(
      id: id, flow: door.flow.id, team: door.flow.team, receivedAt: receivedAt, method: call.method,
      remoteAddress: call.remoteAddress, headers: ShownHeaders.forPeople(call.headers, door.rule),
      query: ShownHeaders.query(call.query, door.rule), body: body.flatMap(Self.text), size: size,
      file: body.flatMap { if case .file(let handle, _) = $0 { handle } else { nil } }, outcome: outcome,
      status: status, code: code, reason: reason, runs: runs, replays: nil)
  }

  private static func text(_ body: WebhookBody) -> String? {
    guard case .bytes(let bytes) = body, bytes.count <= ReceivedCall.bodyLimit else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }
}
