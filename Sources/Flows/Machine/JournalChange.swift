/// What a transition adds to the journal. All changes of one event are committed together.
package enum JournalChange: Sendable, Hashable {
  /// Makes or replaces the row of a step.
  case step(StepRecord)
  /// Adds the row of a try that didn't succeed.
  case attempt(AttemptRecord)
}
