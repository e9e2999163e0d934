import Core
import Flows
import HTTPTypes
import Hummingbird

/// Says to a webhook's caller what became of the call.
struct WebhookReply {
  let webhooks: Webhooks

  func response(to answer: WebhookAnswer) async throws -> Response {
    switch answer {
    case .text(let text): return .text(text)
    case .ignored(let reason): return .json(["ignored": .string(reason)])
    case .handshake(let origin, let rate): return Self.handshake(origin, rate)
    case .started(let receipts, .cloudEvents): return .json(Self.list(receipts))
    case .started(let receipts, .accepted): return .json(Self.accepted(receipts), status: .accepted)
    case .started(let receipts, .response(let timeout, let late)):
      guard let first = receipts.first else { return .noContent }
      switch try await webhooks.reply(of: first.run, within: timeout) {
      case .response(let response): return RunReplyResponse.response(response)
      case .ended(let state): return Self.ended(first.run, state)
      case .late: return Self.late(receipts, first.run, late)
      }
    }
  }

  private static func handshake(_ origin: String, _ rate: String?) -> Response {
    var headers: HTTPFields = [:]
    headers[.named("WebHook-Allowed-Origin")] = origin
    headers[.named("WebHook-Allowed-Rate")] = rate
    headers[.allow] = "POST, OPTIONS"
    return Response(status: .ok, headers: headers)
  }

  private static func accepted(_ receipts: [WebhookReceipt]) -> JSONValue {
    guard let first = receipts.first else { return [:] }
    return ["run": JSONValue(first.run), "repeat": .bool(first.isRepeat)]
  }

  private static func list(_ receipts: [WebhookReceipt]) -> JSONValue {
    ["runs": .array(receipts.map { ["run": JSONValue($0.run), "repeat": .bool($0.isRepeat)] })]
  }

  /// A run without a `respond` step answers with its output, or with why it failed.
  private static func ended(_ run: RunID, _ state: RunState) -> Response {
    switch state {
    case .succeeded(_, let output): return .json(["run": JSONValue(run), "output": output])
    case .failed(_, _, let failure):
      return problem(
        .internalServerError, "run_failed", "The run failed (\(failure.code)).", "See its log in Weir.", run)
    default: return problem(.serviceUnavailable, "run_cancelled", "The run was stopped.", "Send it again.", run)
    }
  }

  private static func late(
    _ receipts: [WebhookReceipt], _ run: RunID, _ late: WebhookTrigger.LateReply
  ) -> Response {
    switch late {
    case .accepted: .json(accepted(receipts), status: .accepted)
    case .timeout:
      problem(
        .gatewayTimeout, "run_not_finished", "The run goes on, but hasn't answered in time.",
        "Don't send it again: it is kept.", run)
    }
  }

  private static func problem(
    _ status: HTTPResponse.Status, _ code: String, _ message: String, _ advice: String, _ run: RunID
  ) -> Response {
    var response = Response.json(
      [
        "type": .string("urn:weir:problem:\(code)"), "title": .string(status.reasonPhrase),
        "status": JSONValue(status.code), "detail": .string(message), "code": .string(code), "advice": .string(advice),
        "run": JSONValue(run),
      ], status: status)
    response.headers[.contentType] = "application/problem+json"
    return response
  }
}
