import Core

/// What must hold of fields that are filled from a list: that the list is there and can be asked for.
enum OptionRules {
  static func check(
    _ action: ActionDefinition, of connector: ConnectorDefinition, _ node: YAMLNode, _ reader: inout DefinitionReader
  ) {
    let place = node.members?.first { $0.name == "input" }?.value ?? node
    for (field, rule) in FieldOptions.rules(in: action.input.source) {
      guard let rule else {
        reader.report(place, "\(field): \"x-options\" needs \"action\" and \"value\", each a text")
        continue
      }
      guard let list = connector.action(rule.action) else {
        reader.report(place, "\(field): its options come from \"\(rule.action)\", and there is no such action")
        continue
      }
      for name in rule.input.keys where list.input.properties[name] == nil {
        reader.report(place, "\(field): \"\(rule.action)\" has no input \"\(name)\"")
      }
      for missing in list.input.required where rule.input[missing] == nil {
        reader.report(place, "\(field): \"\(rule.action)\" needs \"\(missing)\", and \"input\" doesn't give it")
      }
      for name in rule.dependsOn where action.input.properties[name] == nil {
        reader.report(place, "\(field): it depends on \"\(name)\", which isn't among the inputs")
      }
    }
  }
}
