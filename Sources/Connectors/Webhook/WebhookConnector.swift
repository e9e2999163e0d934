import Connections
import Core
import Egress
import Foundation
import HTTPTypes

/// The actions of `webhookConnector-v1.0`.
package enum WebhookConnector {
  /// What to hand to ``ConnectorRuntime``.
  package static var actions: [CodedAction] {
    [CodedAction("webhook.send") { call in try await WebhookSending(call: call).run() }]
  }
}

/// Sends one webhook until it is received.
struct WebhookSending: Sendable {
  let call: CodedAction.Call

  func run() async throws -> JSONValue {
    guard let connection = call.connection else {
      throw ActionError(code: "connection_missing", category: .invalid, message: "A webhook needs a connection.")
    }
    let url = call.endpoint + (call.input["path"]?.stringValue ?? "")
    guard Origin(url) == Origin(call.endpoint) else {
      throw ActionError(
        code: "invalid_input", category: .invalid, message: "The path leads to another host.",
        advice: "Begin it with a slash.")
    }
    let id = "msg_" + StepIdentity(key: call.context.idempotencyKey).uuid.uuidString.lowercased().filter { $0 != "-" }
    let authorization = try await call.access.authorization(for: connection.id)
    let body = body(id).encoded()
    // The receiver tells a second call from a second event by its id, so it may always be sent again.
    var machine = RetryMachine(rules: RetryRules(first: .seconds(1)), isRepeatable: true)
    while true {
      let request = try request(url, id, body, authorization)
      let failure: RetryMachine.Failure
      let error: (ActionError.Retry) -> ActionError
      do {
        let response = try await call.outbound.send(request)
        let exchange = Exchange(
          method: "POST", url: url, requestBody: body, status: response.status, headers: response.headers,
          body: try await HTTPAnswer.beginning(of: response.body), secrets: authorization.secrets)
        if response.isSuccess {
          return ["id": .string(id), "status": JSONValue(response.status), "body": exchange.answer]
        }
        failure = .status(response.status, asked: RequestFailure.asked(response.headers, now: call.effects.now()))
        let rules = RequestFailure(service: "The receiver", rules: .none)
        error = { retry in
          rules.failure(of: exchange, retry: retry) ?? ActionError(code: "service_refuses", message: "It was refused.")
        }
      } catch let lost as OutboundError {
        guard lost.category != .invalid, lost.category != .fault else { throw ActionError(lost) }
        failure = .lost(mayHaveArrived: true)
        error = { retry in ActionError(lost: lost, retry: retry) }
      }
      switch machine.failed(failure) {
      case .giveUp(let retry): throw error(retry)
      case .again(let wait): try await call.effects.sleep(wait)
      }
    }
  }

  private func body(_ id: String) -> JSONValue {
    if let payload = call.input["payload"] { return payload }
    // The time of the first try would be truer; but a body that stays the same is what receivers compare.
    return ["type": call.input["event"] ?? "event", "id": .string(id), "data": call.input["data"] ?? .null]
  }

  private func request(
    _ url: String, _ id: String, _ body: [UInt8], _ authorization: Authorization
  ) throws -> OutboundRequest {
    var request = OutboundRequest(
      .post, url, body: .bytes(body), timeout: .seconds(call.input["timeout"]?.intValue ?? 30))
    for (name, value) in call.input["headers"]?.objectValue ?? [:] {
      if let field = HTTPField.Name(name) { request.headers[field] = value.scalarText }
    }
    request.headers[.contentType] = "application/json"
    for header in authorization.headers {
      if let field = HTTPField.Name(header.name) { request.headers[field] = header.value.revealed }
    }
    let style = call.input["signature"]?.stringValue ?? "standard"
    guard style != "none" else { return request }
    guard case .bearer(let secret) = authorization.credential, !secret.revealed.isEmpty else {
      throw ActionError(
        code: "secret_missing", category: .invalid, message: "The connection has no secret to sign with.",
        advice: "Enter one as the connection's token, or choose no signature.")
    }
    let signature = WebhookSignature(secret: secret, id: id, time: Int64(call.effects.now().timeIntervalSince1970))
    for (name, value) in signature.headers(style, body) {
      if let field = HTTPField.Name(name) { request.headers[field] = value }
    }
    return request
  }
}
