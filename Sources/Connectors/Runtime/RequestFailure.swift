import Core
import Foundation
import HTTPTypes
import MediaValetClient

/// Tells what went wrong with an exchange, in the terms of the connector's rules.
struct RequestFailure {
  let service: String
  let rules: ErrorRules

  /// - Parameter checks: the action's own, besides those of the connector.
  /// - Returns: `nil` when the exchange went well.
  func failure(of exchange: Exchange, checks: [ResponseCheck] = [], retry: ActionError.Retry) -> ActionError? {
    if (200..<300).contains(exchange.status) { return reported(exchange, checks: checks, retry: retry) }
    let (code, category, advice) = meaning(of: exchange)
    return ActionError(
      code: code, category: category, message: sentence("\(service) answers with status \(exchange.status)", exchange),
      advice: advice, retry: retry, details: ["exchange": .object(exchange.record)])
  }

  /// Whether a new token may mend the failure.
  func isAboutToken(_ exchange: Exchange) -> Bool {
    switch meant(exchange) {
    case .signIn?: true
    case nil: exchange.status == 401 && !isAboutSettings(exchange)
    default: false
    }
  }

  /// Whether a 401 means the connection's settings, so that a new token doesn't help.
  func isAboutSettings(_ exchange: Exchange) -> Bool {
    rules.notAboutToken.contains { exchange.lowercasedText.contains($0) }
  }

  /// The status that says what the failure means, where the service's own doesn't.
  func effectiveStatus(of exchange: Exchange) -> Int {
    switch meant(exchange) {
    case .rateLimited?: 429
    case .unavailable?: 503
    case .signIn?, .settings?: 401
    case .forbidden?: 403
    case .notFound?: 404
    case .conflict?: 409
    case .invalid?: 422
    case .clock?, nil: exchange.status
    }
  }

  /// What the `Retry-After` header asks for, in seconds or as a date.
  static func asked(_ headers: HTTPFields, now: Date) -> Duration? {
    headers[.retryAfter].flatMap { RetryAfter.seconds($0, now: now) }.map { .seconds($0) }
  }

  /// What the connector's file says of such a failure; nothing of an answer that is fine.
  private func meant(_ exchange: Exchange) -> ErrorMeaning.Kind? {
    guard !rules.meanings.isEmpty else { return nil }
    if (200..<300).contains(exchange.status), broken(exchange.answer, []) == nil, errors(in: exchange.answer).isEmpty {
      return nil
    }
    return rules.meanings.first { $0.fits(status: exchange.status, body: exchange.lowercasedText) }?.kind
  }

  private func meaning(of exchange: Exchange) -> (code: String, category: ErrorCategory, advice: String?) {
    if meant(exchange) == .clock {
      return ("clock_differs", .unavailable, "Set the clock of the machine that Weir runs on; then it works again.")
    }
    return switch effectiveStatus(of: exchange) {
    case 300..<400:
      ("service_redirects", .upstream, "Enter the address it redirects to as the connection's endpoint.")
    case 401 where isAboutSettings(exchange) || meant(exchange) == .settings:
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

  /// A failure that a success of HTTP hides.
  private func reported(_ exchange: Exchange, checks: [ResponseCheck], retry: ActionError.Retry) -> ActionError? {
    guard exchange.stream == nil else { return nil }
    let answer = exchange.answer
    let errors = errors(in: answer)
    if errors.isEmpty, answer == .null { return nil }
    let check = broken(answer, checks)
    guard check != nil || !errors.isEmpty else { return nil }
    let words =
      errors.isEmpty
      ? [message(in: answer, first: check?.messages ?? []) ?? "\(check?.path.description ?? "it") isn't as it must be"]
      : errors.prefix(5).map { $0.stringValue ?? message(in: $0) ?? $0.serialized() }
    let (code, category, advice) =
      meant(exchange) == nil
      ? ("service_reports_errors", .upstream, "Correct the input; part of the request may have been done.")
      : meaning(of: exchange)
    return ActionError(
      code: code, category: category,
      message: "\(service) answers with status \(exchange.status), yet reports: \(words.joined(separator: "; ")).",
      advice: advice, retry: retry, details: ["errors": .array(errors), "exchange": .object(exchange.record)])
  }

  private func errors(in answer: JSONValue) -> [JSONValue] {
    rules.lists.flatMap { $0.value(in: answer)?.arrayValue ?? [] }
  }

  private func broken(_ answer: JSONValue, _ checks: [ResponseCheck]) -> ResponseCheck? {
    answer == .null ? nil : (checks + rules.checks).first { !$0.holds(for: answer) }
  }

  private func sentence(_ start: String, _ exchange: Exchange) -> String {
    guard let words = message(in: exchange.answer), !words.isEmpty else { return start + "." }
    return "\(start): \(words.hasSuffix(".") ? String(words.dropLast()) : words)."
  }

  private func message(in answer: JSONValue, first places: [JSONPath] = []) -> String? {
    for path in places + rules.messages {
      if let text = path.value(in: answer)?.scalarText, !text.isEmpty { return String(text.prefix(500)) }
    }
    return nil
  }
}
