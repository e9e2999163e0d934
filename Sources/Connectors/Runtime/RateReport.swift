import Core
import Foundation
import HTTPTypes
import MediaValetClient

/// Reads what a service says about how many requests it still takes.
enum RateReport {
  /// The names that most services use, for connectors that say nothing: GitHub's, and those of the IETF's draft.
  private static let usual = [
    RateHeaders(remaining: "X-RateLimit-Remaining", reset: "X-RateLimit-Reset", resetKind: .any),
    RateHeaders(remaining: "RateLimit-Remaining", reset: "RateLimit-Reset", resetKind: .any),
    RateHeaders(remaining: "X-Rate-Limit-Remaining", reset: "X-Rate-Limit-Reset", resetKind: .any),
  ]

  static func outcome(status: Int, _ headers: HTTPFields, rules: RateHeaders, now: Date) -> ConnectionBudget.Outcome {
    let rules = rules == .none ? usual.first { $0.remaining.flatMap { value($0, headers) } != nil } ?? rules : rules
    let remaining = rules.remaining.flatMap { value($0, headers) }.flatMap { Int($0) }
    let resetsIn = rules.reset.flatMap { value($0, headers) }.flatMap { wait($0, rules.resetKind, now: now) }
    let usage = UsageReport(headers)
    let asked = RequestFailure.asked(headers, now: now) ?? usage?.pause
    let isLimited = status == 429 || status == 503 || remaining == 0
    return ConnectionBudget.Outcome(
      status: status, retryAfter: asked ?? (isLimited ? resetsIn : nil),
      remaining: usage?.pause == nil ? remaining : 0, resetsIn: resetsIn ?? usage?.pause)
  }

  private static func value(_ name: String, _ headers: HTTPFields) -> String? {
    HTTPField.Name(name).flatMap { headers[$0] }?.trimmingCharacters(in: .whitespaces)
  }

  private static func wait(_ text: String, _ kind: RateHeaders.ResetKind, now: Date) -> Duration? {
    switch kind {
    case .seconds: seconds(Double(text))
    case .epoch: seconds(Double(text).map { $0 - now.timeIntervalSince1970 })
    case .date:
      RetryAfter.seconds(text, now: now).map { .seconds($0) }
        ?? seconds(Timestamp.parse(text).map { $0.timeIntervalSince(now) })
    case .any: wait(text, likely(text), now: now)
    }
  }

  /// Nobody asks to be left alone for thirty years: so large a number is a time.
  private static func likely(_ text: String) -> RateHeaders.ResetKind {
    guard let number = Double(text) else { return .date }
    return number > 1_000_000_000 ? .epoch : .seconds
  }

  /// Never longer than a day: a service that means more is asked again then.
  private static func seconds(_ value: Double?) -> Duration? {
    guard let value, value.isFinite else { return nil }
    return .milliseconds(Int64(min(max(value, 0), 86_400) * 1000))
  }
}
