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
    case .handshake(let origin, let rate):
      var headers: HTTPFields = [:]
      headers[.named("WebHook-Allowed-Origin")] = origin
      headers[.named("WebHook-Allowed-Rate")] = rate
      headers[.allow] = "POST, OPTIONS"
      return Response(status: .ok, headers: headers)
    case .started(let receipts, .cloudEvents): return .json(Self.list(receipts))
    case .started(let receipts, _): return .json(Self.accepted(receipts), status: .accepted)
    }
  }

  private static func accepted(_ receipts: [WebhookReceipt]) -> JSONValue {
    guard let first = receipts.first else { return [:] }
    return ["run": JSONValue(first.run), "repeat": .bool(first.isRepeat)]
  }

  private static func list(_ receipts: [WebhookReceipt]) -> JSONValue {
    ["runs": .array(receipts.map { ["run": JSONValue($0.run), "repeat": .bool($0.isRepeat)] })]
  }
}
