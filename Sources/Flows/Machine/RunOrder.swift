package import Core
package import Foundation

/// What the machine wants done next. Orders are carried out after the machine's changes are committed.
package enum RunOrder: Sendable, Hashable {
  case evaluate(Evaluation)
  case perform(Performance)
  /// Nothing is to be done at `path` before this time; the empty path is the run itself.
  case wake(path: String, at: Date)
  /// The step at `path` has come to wait for something from outside, which may be there already.
  case listen(path: String)
  /// The attempt in flight at `path` is not wanted any more.
  case abandon(path: String)
  /// The run is over.
  case end(RunOutcome)
}

/// A template to fill. Nothing outside of the run is touched by it.
package struct Evaluation: Sendable, Hashable {
  package let path: String
  package let template: ValueTemplate
  package let context: ExpressionContext
}

/// How a run ended.
package enum RunOutcome: Sendable, Hashable {
  /// The output is that of its last step.
  case succeeded(output: JSONValue)
  /// The path of the step that failed first, and why.
  case failed(path: String, StepFailure)
  case cancelled
}
