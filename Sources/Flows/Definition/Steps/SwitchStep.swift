package import Core

/// A step that goes the way that a value names.
///
/// Its output is that of the last step of the way it went, or null when there was none.
package struct SwitchStep: Sendable, Hashable {
  /// Values and what to do when the subject is one of them.
  package struct Case: Sendable, Hashable {
    package let values: [JSONValue]
    package let steps: [FlowStep]
  }

  /// What is compared.
  package let subject: ValueTemplate
  /// The first one that names the value is taken.
  package let cases: [Case]
  /// Taken when no case names the value; may be empty.
  package let otherwise: [FlowStep]

  /// The number of the case that names a value; one past the last when none does.
  package func way(for value: JSONValue) -> Int {
    cases.firstIndex { $0.values.contains(value) } ?? cases.count
  }
}

extension FlowReader {
  mutating func readSwitch(_ object: JSONObject, id: String, depth: Int) -> SwitchStep {
    let subject = object["switch"] ?? .null
    if !Self.isExpression(subject) {
      report(
        id, "switch", "It would always come out the same.", "Write an expression, like \"{{ .item.type }}\".")
    }
    let entries = object["cases"]?.arrayValue ?? []
    if entries.isEmpty {
      report(id, "cases", "There is no case.", "Write a list; each entry has \"value\" or \"values\", and \"steps\".")
    }
    let cases = entries.enumerated().map { readCase($1, index: $0, id: id, depth: depth) }
    let otherwise = object["default"].map { readSteps($0, place: "default", owner: id, depth: depth + 1) }
    return SwitchStep(
      subject: templates.read(subject, step: id, field: "switch"), cases: cases, otherwise: otherwise ?? [])
  }

  private mutating func readCase(_ value: JSONValue, index: Int, id: String, depth: Int) -> SwitchStep.Case {
    let object = value.objectValue ?? [:]
    let place = "cases[\(index)]"
    refuseUnknown(in: object, known: ["value", "values", "steps"], step: id, prefix: "\(place).")
    var values: [JSONValue] = []
    switch (object["value"], object["values"]?.arrayValue) {
    case (let value?, nil) where object["values"] == nil: values = [value]
    case (nil, let several?) where !several.isEmpty: values = several
    default: report(id, "\(place).value", "It doesn't say for which value.", "Write \"value: …\" or \"values: […]\".")
    }
    if values.contains(where: Self.isExpression) {
      report(id, "\(place).value", "It is an expression.", "Write the value itself; for conditions there is \"if\".")
    }
    return SwitchStep.Case(
      values: values, steps: readSteps(object["steps"], place: "\(place).steps", owner: id, depth: depth + 1))
  }
}
