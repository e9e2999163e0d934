import Core

/// Reads actions that are made of several.
extension DefinitionReader {
  mutating func sequence(_ node: YAMLNode) -> SequenceDefinition {
    let steps = elements(node).compactMap { step($0) }
    if steps.isEmpty { report(node, "must be a list of steps") }
    return SequenceDefinition(steps: steps)
  }

  private mutating func step(_ node: YAMLNode) -> SequenceDefinition.Step? {
    let members = members(node, known: ["name", "action", "input", "until", "fails", "every", "longest"])
    guard let name = string(required("name", of: members, in: node)),
      let action = string(required("action", of: members, in: node))
    else { return nil }
    var step = SequenceDefinition.Step(
      name: name, action: action, input: members["input"].map { jsonTemplate($0) } ?? .object([]))
    step.until = condition(members["until"])
    step.failure = condition(members["fails"])
    step.every = duration(members["every"]) ?? step.every
    step.longest = duration(members["longest"]) ?? step.longest
    return step
  }
}
