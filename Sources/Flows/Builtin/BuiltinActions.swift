import Core

/// Actions that need no connector.
enum BuiltinActions {
  static let all: [RegisteredAction] = [noop, fail]

  /// Gives back its input: to try a flow out, and to shape values.
  private static let noop = RegisteredAction(
    name: "weir/noop", title: "Do nothing", inputSchema: ["type": "object"], needsConnection: false
  ) { call in
    call.input
  }

  /// Ends the run with the author's own reason.
  private static let fail = RegisteredAction(
    name: "weir/fail", title: "Fail",
    inputSchema: ["type": "object", "properties": ["message": ["type": "string"]], "required": ["message"]],
    needsConnection: false
  ) { (call) async throws(StepFailure) -> JSONValue in
    throw StepFailure(code: "failed_by_flow", message: call.input["message"]?.stringValue ?? "The flow gave up.")
  }
}
