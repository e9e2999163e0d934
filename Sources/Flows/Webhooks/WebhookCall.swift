package import Core

/// One call of a webhook, as it came.
package struct WebhookCall: Sendable {
  /// The last part of the address.
  package let token: String
  /// Names in lower case; of several with one name, the last.
  package let headers: [String: String]
  package let query: JSONObject
  /// Exactly as it came: signatures are over these bytes.
  package let body: [UInt8]

  package init(token: String, headers: [String: String], query: JSONObject = [:], body: [UInt8]) {
    self.token = token
    self.headers = Dictionary(headers.map { ($0.key.lowercased(), $0.value) }, uniquingKeysWith: { $1 })
    self.query = query
    self.body = body
  }
}

/// What became of a call: the run is on disk.
package struct WebhookReceipt: Sendable, Hashable {
  package let run: RunID
  /// Whether this event had come before, and started ``run`` then.
  package let isRepeat: Bool
}

extension WebhookCall {
  /// Headers that prove who calls; they are checked and not kept.
  private static let proving: Set<String> = ["authorization", "cookie", "proxy-authorization"]

  /// What `.trigger` holds in the run.
  func payload(receivedAt: JSONValue, without signature: String?) throws(FlowError) -> JSONValue {
    let kept = headers.filter { !Self.proving.contains($0.key) && $0.key != signature }.sorted { $0.key < $1.key }
    return [
      "body": try parsedBody(), "headers": .object(JSONObject(kept.map { ($0.key, .string($0.value)) })),
      "query": .object(query), "receivedAt": receivedAt,
    ]
  }

  /// JSON as its value, a form as an object, everything else as text; bytes that are no text are refused.
  func parsedBody() throws(FlowError) -> JSONValue {
    if body.isEmpty { return .null }
    let type = headers["content-type"]?.lowercased() ?? ""
    guard let text = String(validating: body, as: UTF8.self) else {
      throw .payloadRefused(reason: "it is neither JSON nor text")
    }
    if type.hasPrefix("application/x-www-form-urlencoded") { return .object(FormBody.parse(text)) }
    let isJSON = type.hasPrefix("application/json") || type.contains("+json")
    do {
      return try JSONValue(parsing: body)
    } catch {
      if isJSON { throw .payloadRefused(reason: "\(error.message)") }
      return .string(text)
    }
  }
}
