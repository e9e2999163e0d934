package import Core
package import Foundation

/// One attempt of a step, as the process log tells it.
package struct StepTry: Sendable, Hashable {
  /// From 1.
  package let number: Int
  /// `running`, `waiting`, `succeeded`, `failed`, `interrupted` or `cancelled`.
  package let outcome: String
  package let startedAt: Date
  package let endedAt: Date?
  package let failure: StepFailure?
  /// Why there was another attempt, in a sentence; `nil` for the last one.
  package let retryReason: String?
  /// What it sent and got back over HTTP, bounded and masked: `{"request", "response", "milliseconds"}`.
  package let exchanges: [JSONValue]

  /// How long it took.
  package var duration: Duration? {
    endedAt.map { .milliseconds(Int64(($0.timeIntervalSince(startedAt) * 1000).rounded())) }
  }
}

extension StepTry {
  /// The attempts of a step in order: those that the journal tells of, and the last one, which is the step's own.
  static func all(
    recorded: [AttemptRecord], last: StepTry, exchanges: [Int: [JSONValue]], wakesAt: Date?
  ) -> [StepTry] {
    let earlier = recorded.filter { $0.number < last.number || last.outcome == "waiting" }
    let tries = earlier.enumerated().map { index, attempt in
      let next =
        index + 1 < earlier.count ? earlier[index + 1].startedAt : last.outcome == "waiting" ? wakesAt : last.startedAt
      return StepTry(
        number: attempt.number, outcome: attempt.outcome.rawValue, startedAt: attempt.startedAt,
        endedAt: attempt.endedAt, failure: attempt.failure, retryReason: reason(attempt, next: next),
        exchanges: exchanges[attempt.number] ?? [])
    }
    return last.outcome == "waiting" && !tries.isEmpty ? tries : tries + [last]
  }

  private static func reason(_ attempt: AttemptRecord, next: Date?) -> String {
    guard let failure = attempt.failure else { return "The program ended while it was in flight; it is begun anew." }
    let pause = next.map { max(0, $0.timeIntervalSince(attempt.endedAt)) } ?? 0
    let text = DurationText.format(.milliseconds(Int64((pause * 1000).rounded())))
    return "\(failure.code) may pass: tried again after \(text)."
  }
}
