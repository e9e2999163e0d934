package import Core

/// What happens to a run.
///
/// Events may come twice, late or out of turn; those that fit nothing that is going on are passed over.
package enum RunEvent: Sendable {
  /// A worker has taken the run and read its journal. The first event, and only once.
  case started
  /// An ``RunOrder/evaluate(_:)`` is done.
  case evaluated(path: String, Result<JSONValue, StepFailure>)
  case stepFinished(path: String, attempt: Int, output: JSONValue)
  case stepFailed(path: String, attempt: Int, StepFailure)
  /// The time named by ``RunOrder/wake(path:at:)`` has come.
  case timerFired(path: String)
  case cancelRequested
}
