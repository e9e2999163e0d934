import Core
import Flows
import Foundation

/// One attempt of a step, as its page shows it.
struct RunAttempt: Sendable {
  let number: Int
  let kind: String
  let state: String
  let at: String
  let took: String?
  let why: String?
  /// Why there was another one.
  let retryReason: String?
  let exchanges: [Exchange]
  let hasExchanges: Bool
  let count: String

  init(_ attempt: StepTry) {
    number = attempt.number
    let label = StateLabel(stepState: attempt.outcome)
    kind = label.kind
    state = label.name
    at = Timestamp.format(attempt.startedAt)
    took = attempt.endedAt.map { Quantity.duration($0.timeIntervalSince(attempt.startedAt)) }
    why = attempt.failure?.message
    retryReason = attempt.retryReason
    exchanges = attempt.exchanges.enumerated().map { Exchange($0.element, number: $0.offset + 1) }
    hasExchanges = !exchanges.isEmpty
    count = Quantity.count(attempt.exchanges.count, "HTTP exchange")
  }

  /// One request and its answer, bounded and masked as the log keeps them.
  struct Exchange: Sendable {
    let number: Int
    let request: String
    let status: String?
    /// A class of the style sheet.
    let kind: String
    let took: String?
    let parts: [Part]
    /// Whether more than method, address and status was kept.
    let hasParts: Bool

    /// Headers or a body.
    struct Part: Sendable {
      let title: String
      let text: String
    }

    /// - Parameter exchange: `{"request", "response", "milliseconds", "error"}`, or what stands in its place: where some
    ///   were left out `{"omitted": n}`, where it was too long `{"$truncated": {"bytes", "start"}}`.
    init(_ exchange: JSONValue, number: Int) {
      self.number = number
      let code = exchange["response"]?["status"]?.intValue
      let method = exchange["request"]?["method"]?.stringValue
      let url = exchange["request"]?["url"]?.stringValue
      if let omitted = exchange["omitted"]?.intValue {
        request = "\(Quantity.count(Int(omitted), "exchange")) between these were not kept"
      } else {
        request = [method, url].compactMap(\.self).joined(separator: " ")
      }
      status = code.map { "\($0)" } ?? (exchange["error"] == nil ? nil : "No answer")
      kind = code.map { (200..<400).contains($0) ? "good" : "bad" } ?? "bad"
      took = exchange["milliseconds"]?.intValue.map { "\($0) ms" }
      parts = [
        Part("Error", exchange["error"]), Part("Request headers", exchange["request"]?["headers"]),
        Part("Request body", exchange["request"]?["body"]), Part("Answer headers", exchange["response"]?["headers"]),
        Part("Answer body", exchange["response"]?["body"]),
        Part("The beginning of it", exchange["$truncated"]?["start"]),
      ].compactMap(\.self)
      hasParts = !parts.isEmpty
    }
  }
}

extension RunAttempt.Exchange.Part {
  /// - Returns: `nil` when there is nothing to show.
  init?(_ title: String, _ value: JSONValue?) {
    guard let value, !value.isNull else { return nil }
    let text =
      switch value {
      case .object(let members):
        members.map { "\($0): \($1.stringValue ?? $1.serialized())" }.joined(separator: "\n")
      case .string(let text): (try? JSONValue(parsing: Array(text.utf8)))?.serialized(pretty: true) ?? text
      default: value.serialized(pretty: true)
      }
    guard !text.isEmpty else { return nil }
    self.init(title: title, text: text)
  }
}
