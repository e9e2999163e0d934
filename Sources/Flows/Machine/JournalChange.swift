package import Core

/// What a transition adds to the journal. All changes of one event are committed together.
package enum JournalChange: Sendable, Hashable {
  /// Makes or replaces the row of a step.
  case step(StepRecord)
  /// Adds the row of a try that didn't succeed.
  case attempt(AttemptRecord)
  /// A step took what had come for it from outside.
  case signalTaken(path: String)
  /// The answer for the webhook that started the run; the first one counts.
  case response(JSONValue)
}
