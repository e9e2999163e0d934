import Core

/// How a step, or a list of steps, ended.
enum StepResult: Sendable, Hashable {
  case succeeded(JSONValue)
  /// The path of the step that failed first, and why.
  case failed(origin: String, StepFailure)
  /// Given up: somebody cancelled the run, or something beside it failed.
  case cancelled
}
