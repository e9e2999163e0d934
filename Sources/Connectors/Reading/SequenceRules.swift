import Core

/// What must hold of actions that are made of several: that those are there and are given what they need.
enum SequenceRules {
  static func check(
    _ sequence: SequenceDefinition, _ action: ActionDefinition, of connector: ConnectorDefinition, _ node: YAMLNode,
    _ reader: inout DefinitionReader
  ) {
    let settings = Set(connector.fields.filter { !$0.isSecret }.map(\.name))
    var names: Set<String> = []
    let nodes = node.member("steps")?.elements ?? []
    for (step, place) in zip(sequence.steps, nodes) {
      if names.contains(step.name) { reader.report(place, "there are two steps \"\(step.name)\"") }
      guard let called = connector.action(step.action), step.action != action.name else {
        reader.report(place.member("action") ?? place, "there is no other action \"\(step.action)\"")
        continue
      }
      let known: [TemplateReference.Root: Set<String>] = [
        .input: Set(action.input.properties.keys), .settings: settings, .run: ["uuid", "key"], .steps: names,
      ]
      for reference in step.input.references {
        let name = reference.path.steps.first
        if let all = known[reference.root], name.map(all.contains) ?? true { continue }
        reader.report(place, "${\(reference)} refers to nothing here")
      }
      check(step.input, of: called, place, &reader)
      names.insert(step.name)
    }
    if let first = action.output.select.steps.first, !names.contains(first) {
      reader.report(node.member("output") ?? node, "there is no step \"\(first)\" to select from")
    }
  }

  private static func check(
    _ input: JSONTemplate, of called: ActionDefinition, _ node: YAMLNode, _ reader: inout DefinitionReader
  ) {
    guard case .object(let members) = input else { return }
    let inputs = called.inputSchema["properties"]?.objectValue ?? [:]
    for member in members where inputs[member.name] == nil {
      reader.report(node, "\"\(called.name)\" has no input \"\(member.name)\"")
    }
    let given = Set(members.map(\.name))
    for name in called.input.required where !given.contains(name) && inputs[name]?["default"] == nil {
      reader.report(node, "\"\(called.name)\" needs \"\(name)\", and it isn't given")
    }
  }
}
