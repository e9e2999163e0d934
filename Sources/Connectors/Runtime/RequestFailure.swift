import Core
import Foundation
import HTTPTypes
import MediaValetClient

/// Tells what went wrong with an exchange, in the terms of the connector's rules.
struct RequestFailure {
  let service: String
  let rules: ErrorRules

  /// - Returns: `nil` when the exchange went well.
  func failure(of exchange: Exchange, retry: ActionError.Retry) -> ActionError? {
    if (200..<300).contains(exchange.status) { return reported(exchange) }
    let (code, category, advice) = meaning(of: exchange)
    return ActionError(
      code: code, category: category, message: sentence("\(service) answers with status \(exchange.status)", exchange),
      advice: advice, retry: retry, details: ["exchange": .object(exchange.record)])
  }

  /// Whether a 401 means the connection's settings, so that a new token doesn't help.
  func isAboutSettings(_ exchange: Exchange) -> Bool {
    let text = String(decoding: exchange.body.prefix(4096), as: UTF8.self).lowercased()
    return rules.notAboutToken.contains { text.contains($0) }
  }

  /// What the `Retry-After` header asks for, in seconds or as a date.
  static func asked(_ headers: HTTPFields, now: Date) -> Duration? {
    headers[.retryAfter].flatMap { RetryAfter.seconds($0, now: now) }.map { .seconds($0) }
  }

  private func meaning(of exchange: Exchange) -> (code: String, category: ErrorCategory, advice: String?) {
    switch exchange.status {
    case 300..<400:
      ("service_redirects", .upstream, "Enter the address it redirects to as the connection's endpoint.")
    case 401 where isAboutSettings(exchange):
      ("settings_refused", .unauthenticated, "Correct the key in the connection's settings.")
    case 401: ("service_unauthorized", .unauthenticated, "Connect the connection again.")
    case 403: ("service_forbidden", .forbidden, "Ask for the permission at \(service), or use another account.")
    case 404: ("service_not_found", .notFound, nil)
    case 409: ("service_conflict", .conflict, nil)
    case 429: ("service_rate_limited", .rateLimited, nil)
    case 500...: ("service_unavailable", .unavailable, nil)
    default: ("service_refuses", .invalid, "Correct the input; the answer says what is wrong.")
    }
  }

  private func reported(_ exchange: Exchange) -> ActionError? {
    let answer = exchange.answer
    let errors = rules.lists.flatMap { $0.value(in: answer)?.arrayValue ?? [] }
    guard !errors.isEmpty else { return nil }
    let words = errors.prefix(5).map { $0.stringValue ?? message(in: $0) ?? $0.serialized() }
    return ActionError(
      code: "service_reports_errors", category: .upstream,
      message: "\(service) answers with status \(exchange.status), yet reports: \(words.joined(separator: "; ")).",
      advice: "Correct the input; part of the request may have been done.",
      details: ["errors": .array(errors), "exchange": .object(exchange.record)])
  }

  private func sentence(_ start: String, _ exchange: Exchange) -> String {
    guard let words = message(in: exchange.answer), !words.isEmpty else { return start + "." }
    return "\(start): \(words.hasSuffix(".") ? String(words.dropLast()) : words)."
  }

  private func message(in answer: JSONValue) -> String? {
    for path in rules.messages {
      if let text = path.value(in: answer)?.stringValue, !text.isEmpty { return String(text.prefix(500)) }
    }
    return nil
  }
}
