package import Core

/// What happens to a run.
///
/// Events may come twice, late or out of turn; those that fit nothing that is going on are passed over.
package enum RunEvent: Sendable {
  /// A worker has taken the run and read its journal. Only once; before it only ``cancelRequested`` may come.
  case started
  /// An ``RunOrder/evaluate(_:)`` is done.
  case evaluated(path: String, Result<JSONValue, StepFailure>)
  case stepFinished(path: String, attempt: Int, output: JSONValue)
  case stepFailed(path: String, attempt: Int, StepFailure)
  /// The time named by ``RunOrder/wake(path:at:)`` has come.
  case timerFired(path: String)
  /// What a step that waits was waiting for has come from outside.
  case signalled(path: String, payload: JSONValue)
  case cancelRequested
  /// What a ``RunOrder/recall(_:)`` asked for.
  case recalled(Recollection)
  /// What a ``RunOrder/collect(path:count:)`` came to.
  case collected(path: String, Result<LoopOutput, StepFailure>)
  /// Answers ``RunOrder/proceed``.
  case proceed
  /// Nothing new is to be begun by this machine; what is in flight may end.
  case held
}
