import Core

/// A step that goes one of several ways.
///
/// Its output is that of the last step of the way it went, or null when there was none.
package struct IfStep: Sendable, Hashable {
  /// A condition and what to do when it holds.
  package struct Branch: Sendable, Hashable {
    /// Holds unless it comes out as `false` or `null`, as in jq.
    package let condition: ValueTemplate
    package let steps: [FlowStep]
  }

  /// The first one whose condition holds is taken.
  package let branches: [Branch]
  /// Taken when no condition holds; may be empty.
  package let otherwise: [FlowStep]
}

extension FlowReader {
  mutating func readIf(_ object: JSONObject, id: String, depth: Int) -> IfStep {
    var branches = [
      IfStep.Branch(
        condition: readCondition(object["if"], id: id, field: "if"),
        steps: readSteps(object["then"], place: "then", owner: id, depth: depth + 1))
    ]
    let others = object["elseIf"]?.arrayValue ?? []
    if object["elseIf"] != nil, others.isEmpty {
      report(id, "elseIf", "It is no list of branches.", "Write a list; each entry has \"if\" and \"then\".")
    }
    for (index, entry) in others.enumerated() {
      let branch = entry.objectValue ?? [:]
      refuseUnknown(in: branch, known: ["if", "then"], step: id, prefix: "elseIf[\(index)].")
      branches.append(
        IfStep.Branch(
          condition: readCondition(branch["if"], id: id, field: "elseIf[\(index)].if"),
          steps: readSteps(branch["then"], place: "elseIf[\(index)].then", owner: id, depth: depth + 1)))
    }
    let otherwise = object["else"].map { readSteps($0, place: "else", owner: id, depth: depth + 1) }
    return IfStep(branches: branches, otherwise: otherwise ?? [])
  }

  private mutating func readCondition(_ value: JSONValue?, id: String, field: String) -> ValueTemplate {
    let value = value ?? .null
    if value.boolValue == nil, !Self.isExpression(value) {
      report(
        id, field, "It is no condition: it would always come out the same.",
        "Write an expression, like \"{{ .item.size > 0 }}\".")
    }
    return templates.read(value, step: id, field: field)
  }
}
