import Core
import Foundation

/// Answers the questions that senders ask before they send: whether the address is there and wants their calls.
///
/// They are answered while the flow is switched off as well, since an address is entered at the sender first.
struct WebhookHandshake {
  /// A longer challenge is refused; real ones have some dozens of characters.
  private static let longest = 1024

  let door: WebhookDoor

  /// The answer to a call that is no delivery.
  func answer(_ call: WebhookCall) throws -> WebhookAnswer {
    switch (call.method, door.rule.preset) {
    case ("OPTIONS", .skyhook): return try allow(call)
    case ("GET", .dropbox): return try echo(call.query["challenge"], "challenge")
    case ("GET", .meta):
      guard call.query["hub.mode"] == "subscribe" else {
        throw FlowError.payloadRefused(reason: "hub.mode isn't \"subscribe\"")
      }
      guard try door.knowsVerifyToken(call.query["hub.verify_token"]?.stringValue) else {
        throw FlowError.signatureRefused(reason: "hub.verify_token is wrong, or none was entered yet")
      }
      return try echo(call.query["hub.challenge"], "hub.challenge")
    default: throw FlowError.methodRefused(call.method)
    }
  }

  /// The answer to a delivery that carries a question, or is none; `nil` for an ordinary one.
  func answer(_ call: WebhookCall, _ body: WebhookBody) throws -> WebhookAnswer? {
    switch door.rule.preset {
    case .github where call.headers["x-github-event"] == "ping": return .ignored(reason: "a ping")
    case .slack:
      let value = try WebhookPayload.parsed(body.bytes ?? [], type: call.headers["content-type"] ?? "")
      return value["type"] == "url_verification" ? try echo(value["challenge"], "challenge") : nil
    default: return nil
    }
  }

  /// HTTP 1.1 Web Hooks for Event Delivery, section 4.
  private func allow(_ call: WebhookCall) throws -> WebhookAnswer {
    guard let origin = call.headers["webhook-request-origin"], !origin.isEmpty, origin.utf8.count <= Self.longest else {
      throw FlowError.payloadRefused(reason: "the header WebHook-Request-Origin is missing")
    }
    _ = try door.check(call, at: .distantPast)
    return .handshake(origin: origin, rate: "*")
  }

  private func echo(_ value: JSONValue?, _ name: String) throws -> WebhookAnswer {
    guard let text = value?.stringValue, !text.isEmpty, text.utf8.count <= Self.longest else {
      throw FlowError.payloadRefused(reason: "there is no \(name), or it is too long")
    }
    return .text(text)
  }
}
