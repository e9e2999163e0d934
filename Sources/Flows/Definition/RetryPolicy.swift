/// How often and after what pauses a failed attempt is repeated.
///
/// Only failures that may go away by themselves are repeated: a time-out, a busy service. A refusal is final at once,
/// unless the author names its code in ``codes``.
package struct RetryPolicy: Sendable, Hashable {
  /// How the pauses grow.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Each pause is twice the one before.
    case exponential
    /// All pauses are the same.
    case constant
  }

  /// How many attempts may fail before the step does, from 1.
  package let maxAttempts: Int
  /// The pause after the first failure.
  package let backoff: Duration
  package let kind: Kind
  /// How far a pause is moved either way, as a part of it: 0 to 1. What failed together must not come back together.
  package let jitter: Double
  /// No pause is longer, unless the service itself asks for it.
  package let cap: Duration
  /// The codes of the failures to repeat, whatever else is known of them; `nil` for all that may pass by themselves.
  package let codes: Set<String>?

  package static let standard = RetryPolicy(
    maxAttempts: 4, backoff: .seconds(1), kind: .exponential, jitter: 0.2, cap: .seconds(60), codes: nil)

  /// The pause before the next attempt.
  /// - Parameters:
  ///   - failures: how many attempts have failed so far, from 1.
  ///   - spread: 0 to 1; where in the range that ``jitter`` allows the pause lies.
  package func pause(afterFailures failures: Int, spread: Double) -> Duration {
    let doublings = kind == .constant ? 0 : min(max(failures - 1, 0), 30)
    let pause = min(cap, backoff * (1 << doublings))
    return pause * (1 - jitter + 2 * jitter * spread)
  }

  /// Whether a failure is one to repeat, as far as its kind goes.
  package func repeats(_ failure: StepFailure) -> Bool {
    if let codes { return codes.contains(failure.code) }
    return failure.retry != .never
  }
}
