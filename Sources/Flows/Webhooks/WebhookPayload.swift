import Core
import Foundation

/// What runs see of a call, made of its parts.
struct WebhookPayload {
  /// A run to start, and the event it stands for.
  struct Start: Sendable {
    /// What `.trigger` holds.
    let trigger: JSONValue
    /// A second one with the same identity starts nothing; `nil` for calls that name no event.
    let event: String?
  }

  let headers: [String: String]
  let query: JSONObject
  let rule: WebhookTrigger
  let receivedAt: Date

  /// The runs to start: one, or one for each CloudEvent that is wanted.
  func starts(_ body: WebhookBody) throws(FlowError) -> [Start] {
    switch body {
    case .file(let handle, _): return [Start(trigger: trigger(["body": .null, "file": handle]), event: event(.null))]
    case .bytes(let bytes):
      let value = try Self.parsed(bytes, type: headers["content-type"] ?? "")
      guard rule.preset == .skyhook else { return [Start(trigger: trigger(["body": value]), event: event(value))] }
      return try CloudEvents.read(headers, value).filter(isWanted).map { event in
        Start(
          trigger: trigger(["body": .object(event), "event": .object(event), "data": event["data"] ?? .null]),
          event: CloudEvents.identity(of: event))
      }
    }
  }

  private func isWanted(_ event: JSONObject) -> Bool {
    rule.events.isEmpty || rule.events.contains(event["type"]?.stringValue ?? "")
  }

  private func trigger(_ parts: JSONObject) -> JSONValue {
    let head: JSONObject = [
      "headers": .object(ShownHeaders.forRuns(headers, rule)), "query": .object(ShownHeaders.query(query, rule)),
      "receivedAt": JSONValue(receivedAt),
    ]
    return .object(parts.merging(head))
  }

  private func event(_ body: JSONValue) -> String? {
    var parts: [String] = []
    for place in rule.eventID {
      let part: String? =
        switch place {
        case .header(let name): headers[name]
        case .member(let path): Self.member(path, of: body).map { $0.stringValue ?? $0.serialized() }
        }
      // Without its first part an event has no name.
      if parts.isEmpty, part?.isEmpty ?? true { return nil }
      parts.append(part ?? "")
    }
    return parts.isEmpty ? nil : parts.joined(separator: "\n")
  }

  private static func member(_ path: String, of body: JSONValue) -> JSONValue? {
    if let whole = body[path] { return whole }
    return path.split(separator: ".").reduce(body) { value, name in value?[String(name)] }
  }

  /// JSON as its value, a form as an object, everything else as text; bytes that are no text are refused.
  static func parsed(_ bytes: [UInt8], type: String) throws(FlowError) -> JSONValue {
    if bytes.isEmpty { return .null }
    let type = type.lowercased()
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .payloadRefused(reason: "it is neither JSON nor text")
    }
    if type.hasPrefix("application/x-www-form-urlencoded") { return .object(FormBody.parse(text)) }
    let isJSON = type.hasPrefix("application/json") || type.contains("+json")
    do {
      return try JSONValue(parsing: bytes)
    } catch {
      if isJSON { throw .payloadRefused(reason: "\(error.message)") }
      return .string(text)
    }
  }
}
