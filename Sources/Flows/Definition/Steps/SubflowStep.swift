import Core

/// A step that starts another flow of the same team.
///
/// Its output is the other run's when it waits for its end, and `{"run": id}` when it doesn't.
package struct SubflowStep: Sendable, Hashable {
  /// The name or identifier of the flow as the author wrote it.
  package let flow: String
  /// What the other run sees as `.trigger`.
  package let input: ValueTemplate
  /// Whether it waits for the end of the other run.
  package let waits: Bool

  /// How many runs may be started by one another in a row.
  package static let maximumDepth = 16
}

extension FlowReader {
  mutating func readSubflow(_ object: JSONObject, id: String) -> SubflowStep {
    let flow = text("flow", of: object, step: id, isRequired: true) ?? ""
    if flow.contains("{{") {
      report(
        id, "flow", "It is an expression.", "Write the flow's name or identifier; choose between flows with \"switch\"."
      )
    }
    let input = object["input"] ?? [:]
    if input.objectValue == nil, !Self.isExpression(input) {
      report(id, "input", "It is \(input.kindName).", "Write an object, or an expression that makes one.")
    }
    return SubflowStep(
      flow: flow, input: templates.read(input, step: id, field: "input"),
      waits: flag("wait", of: object, step: id) ?? true)
  }
}
