import Core

/// The failures of the machine's own making.
extension StepFailure {
  static let cancelled = StepFailure(code: "run_cancelled", message: "The run was cancelled.")

  static func stepFailed(_ path: String) -> StepFailure {
    StepFailure(code: innerCode, message: "Its step \(path) failed.", details: ["path": .string(path)])
  }

  private static let innerCode = "inner_step_failed"

  /// Whether it only tells that a step inside has failed.
  var isOfInnerStep: Bool { code == Self.innerCode }

  static func interruptedTooOften(_ times: Int) -> StepFailure {
    StepFailure(
      code: "interrupted_too_often", message: "The program ended \(times) times while this step was in flight.",
      advice: "See what ends the program, then run the flow again.")
  }

  static func timedOut(after timeout: Duration) -> StepFailure {
    StepFailure(
      code: "step_timed_out", message: "It took longer than \(DurationText.format(timeout)).",
      advice: "Raise the step's time-out, or see why it is slow.", retry: .backOff, field: "timeout")
  }

  static func deadlinePassed(_ deadline: Duration) -> StepFailure {
    StepFailure(
      code: "run_deadline_passed", message: "The run took longer than \(DurationText.format(deadline)).",
      advice: "Raise the flow's deadline, or see which step is slow.", field: "deadline")
  }

  static func itemsAreNoList(_ value: JSONValue) -> StepFailure {
    StepFailure(
      code: "items_not_a_list", message: "The items are \(value.kindName), not a list.",
      advice: "Make the expression give a list; put [ ] around a single item.", field: "forEach")
  }

  static func variablesAreNoObject(_ value: JSONValue) -> StepFailure {
    StepFailure(
      code: "variables_not_an_object", message: "The variables come out as \(value.kindName).",
      advice: "Write names and values.", field: "set")
  }

  static func noSpan(_ value: JSONValue) -> StepFailure {
    StepFailure(
      code: "not_a_span_of_time", message: "\(value.serialized()) is no span of time.",
      advice: "Make it come out like 30s, 15m, 2h or 1d.", field: "wait.for")
  }

  static func noTime(_ value: JSONValue) -> StepFailure {
    StepFailure(
      code: "not_a_time", message: "\(value.serialized()) is no time.",
      advice: "Make it come out like 2026-12-01T09:00:00Z.", field: "wait.until")
  }

  static func noCallback(within timeout: Duration) -> StepFailure {
    StepFailure(
      code: "callback_timed_out", message: "No callback came within \(DurationText.format(timeout)).",
      advice: "See whether the other system has the address, or wait longer.", field: "wait.callback.timeout")
  }

  static func noDecision(within timeout: Duration) -> StepFailure {
    StepFailure(
      code: "approval_timed_out", message: "Nobody decided within \(DurationText.format(timeout)).",
      advice: "Ask others, or wait longer.", field: "wait.approval.timeout")
  }

  static func noStatus(_ value: JSONValue) -> StepFailure {
    StepFailure(
      code: "response_status_invalid", message: "\(value.serialized()) is no status of a response.",
      advice: "Make it a whole number from 200 to 599.", field: "respond.status")
  }

  /// What a `fail` step says.
  static func byAuthor(_ value: JSONValue) -> StepFailure {
    let message = value["message"].map { $0.stringValue ?? $0.serialized() }
    let code = value["code"]?.stringValue.flatMap { $0.isEmpty ? nil : String($0.prefix(100)) }
    return StepFailure(code: code ?? FailStep.standardCode, message: message ?? "The flow gave up.")
  }

  /// How another run ended that a step waited for.
  /// - Parameter payload: as ``RunOutcome/signal(from:)`` makes it.
  static func ofSubflow(_ payload: JSONValue) -> StepFailure {
    let isCancelled = payload["state"] == "cancelled"
    let reason = payload["failure"]?["message"]?.stringValue.map { " \($0)" } ?? ""
    return StepFailure(
      code: isCancelled ? "subflow_cancelled" : "subflow_failed",
      message: isCancelled ? "The other flow's run was cancelled." : "The other flow's run failed.\(reason)",
      advice: "Look at the other run.", details: payload.objectValue ?? [:])
  }
}
