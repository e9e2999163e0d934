package import Core

/// One thing that keeps a flow from running: where, what, and what to do about it.
package struct FlowProblem: Sendable, Hashable {
  /// The step's id, or its place (`steps[2]`) when it has none; `nil` when the flow itself is meant.
  package let step: String?
  /// The field as a path inside of the step, or of the flow: `input.path`, `retry.maxAttempts`.
  package let field: String
  /// What is wrong, in one sentence.
  package let message: String
  /// What to write instead.
  package let advice: String

  package init(step: String?, field: String, message: String, advice: String) {
    self.step = step
    self.field = field
    self.message = message
    self.advice = advice
  }

  /// For programs, with absent facts left out.
  package var json: JSONValue {
    var object: JSONObject = ["field": .string(field), "message": .string(message), "advice": .string(advice)]
    if let step { object["step"] = .string(step) }
    return .object(object)
  }
}

extension FlowProblem: CustomStringConvertible {
  package var description: String {
    let place = [step.map { "Step \"\($0)\"" }, field.isEmpty ? nil : "field \"\(field)\""].compactMap(\.self)
    return (place.isEmpty ? "" : place.joined(separator: ", ") + ": ") + message + " " + advice
  }
}
