import Core
package import Foundation

/// One try of a step that didn't succeed. The last try stands in its ``StepRecord``.
package struct AttemptRecord: Sendable, Hashable {
  /// How it ended.
  package enum Outcome: String, Sendable, Hashable {
    case failed
    /// The process ended while it was in flight.
    case interrupted
  }

  package let path: String
  /// From 1.
  package let number: Int
  package let outcome: Outcome
  package let startedAt: Date
  package let endedAt: Date
  package let failure: StepFailure?
}
