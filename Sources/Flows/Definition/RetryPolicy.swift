/// How often and after what pauses a failed attempt is repeated.
///
/// Only failures that may go away by themselves are repeated: a time-out, a busy service. A refusal is final at once.
package struct RetryPolicy: Sendable, Hashable {
  /// How many attempts may fail before the step does, from 1.
  package let maxAttempts: Int
  /// The pause after the first failure; each further pause is twice the one before.
  package let backoff: Duration
  /// No pause is longer, unless the service itself asks for it.
  package let cap: Duration

  package static let standard = RetryPolicy(maxAttempts: 4, backoff: .seconds(1), cap: .seconds(60))

  /// The pause before the next attempt.
  /// - Parameters:
  ///   - failures: how many attempts have failed so far, from 1.
  ///   - spread: 0 to 1; moves the pause up to a fifth of it either way, so that items that failed together don't come
  ///     back together.
  package func pause(afterFailures failures: Int, spread: Double) -> Duration {
    let doublings = min(max(failures - 1, 0), 30)
    let pause = min(cap, backoff * (1 << doublings))
    return pause * (0.8 + 0.4 * spread)
  }
}
