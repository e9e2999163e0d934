import Core
import Foundation
import HTTPTypes
import MediaValetClient

/// Reads what a service says about how many requests it still takes.
enum RateReport {
  static func outcome(status: Int, _ headers: HTTPFields, rules: RateHeaders, now: Date) -> ConnectionBudget.Outcome {
    let remaining = rules.remaining.flatMap { value($0, headers) }.flatMap { Int($0) }
    let resetsIn = rules.reset.flatMap { value($0, headers) }.flatMap { wait($0, rules.resetKind, now: now) }
    let asked = RequestFailure.asked(headers, now: now)
    let isLimited = status == 429 || status == 503 || remaining == 0
    return ConnectionBudget.Outcome(
      status: status, retryAfter: asked ?? (isLimited ? resetsIn : nil), remaining: remaining, resetsIn: resetsIn)
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
    }
  }

  /// Never longer than a day: a service that means more is asked again then.
  private static func seconds(_ value: Double?) -> Duration? {
    guard let value, value.isFinite else { return nil }
    return .milliseconds(Int64(min(max(value, 0), 86_400) * 1000))
  }
}
