import Core

extension RunOutcome {
  /// What the step of another run hears that waits for this one's end.
  func signal(from run: RunID) -> JSONValue {
    switch self {
    case .succeeded(let output): ["run": JSONValue(run), "state": "succeeded", "output": output]
    case .failed(let path, let failure):
      ["run": JSONValue(run), "state": "failed", "path": .string(path), "failure": failure.json]
    case .cancelled: ["run": JSONValue(run), "state": "cancelled"]
    }
  }
}
