package import Core
package import Foundation

/// What the machine wants done next. Orders are carried out after the machine's changes are committed, but for
/// evaluations and recalls, which change nothing.
package enum RunOrder: Sendable, Hashable {
  case evaluate(Evaluation)
  /// Something to read from the journal as it was when the machine was made; needs no commit before.
  case recall(Recall)
  /// The output of a loop is to be put together from its rounds' rows.
  case collect(path: String, count: Int)
  /// There is more to decide than one commit should hold; the machine goes on when it is told to.
  case proceed
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

extension RunOrder {
  /// Whether it only lets the machine decide more, and may be carried out before what was decided is committed.
  var isPreparation: Bool {
    switch self {
    case .evaluate, .recall, .proceed: true
    case .perform, .collect, .wake, .listen, .abandon, .end: false
    }
  }
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
