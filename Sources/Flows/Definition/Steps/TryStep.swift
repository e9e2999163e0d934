import Core

/// A step that takes up failures of its inner steps.
///
/// Its output is that of the last step of `try`, or of `catch` when that was needed.
package struct TryStep: Sendable, Hashable {
  package let steps: [FlowStep]
  /// Done when one of the steps has failed, and sees the failure as `.vars.error`; without it the failure goes outward
  /// after ``final``.
  package let handler: [FlowStep]?
  /// Done at the end, however that came about: success, failure, a cancelled run.
  package let final: [FlowStep]
}

extension FlowReader {
  mutating func readTry(_ object: JSONObject, id: String, depth: Int) -> TryStep {
    if object["catch"] == nil, object["finally"] == nil {
      report(
        id, "catch", "There is neither \"catch\" nor \"finally\".", "Say what to do when a step fails, or at the end.")
    }
    let steps = readSteps(object["try"], place: "try", owner: id, depth: depth + 1)
    let handler = object["catch"].map { value in
      // An empty list is a decision: go on as if nothing had been.
      value == [] ? [] : readSteps(value, place: "catch", owner: id, depth: depth + 1)
    }
    let final = object["finally"].map { readSteps($0, place: "finally", owner: id, depth: depth + 1) }
    return TryStep(steps: steps, handler: handler, final: final ?? [])
  }
}
