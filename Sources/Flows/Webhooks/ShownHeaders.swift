import Core

/// What of a call's head is kept: bounded, and without what proves who calls.
enum ShownHeaders {
  private static let mostHeaders = 64
  private static let longest = 2048
  /// They are checked and not kept.
  private static let proving: Set<String> = ["authorization", "cookie", "proxy-authorization"]

  /// What `.trigger.headers` holds.
  static func forRuns(_ headers: [String: String], _ rule: WebhookTrigger) -> JSONObject {
    bounded(headers.filter { !proving.contains($0.key) && !isProof($0.key, rule) })
  }

  /// What the list of calls shows: every name, and no value that proves or tells a secret.
  static func forPeople(_ headers: [String: String], _ rule: WebhookTrigger) -> JSONObject {
    let shown = bounded(headers)
    let masked = JSONObject(
      shown.map { name, value in
        (name, proving.contains(name) || isProof(name, rule) ? "•••" : value)
      })
    return Masker().forShowing(.object(masked)).objectValue ?? [:]
  }

  /// The query without the key that proves who calls.
  static func query(_ query: JSONObject, _ rule: WebhookTrigger) -> JSONObject {
    var query = query
    if case .keyQuery(let name) = rule.proof { query[name] = nil }
    query["hub.verify_token"] = nil
    return query
  }

  private static func isProof(_ name: String, _ rule: WebhookTrigger) -> Bool {
    switch rule.proof {
    case .keyHeader(let header): header == name
    case .signature(let signature): signature.headers.contains(name)
    case .none, .keyQuery, .bearer: false
    }
  }

  private static func bounded(_ headers: [String: String]) -> JSONObject {
    let kept = headers.sorted { $0.key < $1.key }.prefix(mostHeaders)
    return JSONObject(
      kept.map { name, value in
        (name, .string(value.utf8.count <= longest ? value : String(value.prefix(longest)) + "…"))
      })
  }
}
