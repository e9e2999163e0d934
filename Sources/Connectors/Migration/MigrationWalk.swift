import Core

/// Goes through a flow document and moves the steps that it finds.
struct MigrationWalk {
  let connector: ConnectorDefinition
  let old: ConnectorID
  private(set) var changes: [FlowMigration.Change] = []

  init(connector: ConnectorDefinition, old: ConnectorID) {
    self.connector = connector
    self.old = old
  }

  private var rule: MigrationRule? { connector.migrations.first { $0.from == old } }

  mutating func visit(_ value: JSONValue, at path: String) -> JSONValue {
    switch value {
    case .array(let elements):
      return .array(elements.enumerated().map { visit($1, at: join(path, String($0))) })
    case .object(var object):
      if let reference = object["action"]?.stringValue.flatMap({ ActionReference($0) }), reference.connector == old {
        move(&object, reference.action, at: path)
      }
      // What a step is given is data: nothing in it is a step.
      for (name, member) in object where name != "input" { object[name] = visit(member, at: join(path, name)) }
      return .object(object)
    default: return value
    }
  }

  private mutating func move(_ step: inout JSONObject, _ action: String, at path: String) {
    let change = rule?.actions.first { $0.name == action }
    let name = change?.to ?? action
    let new = ActionReference(connector: connector.id, action: name)
    step["action"] = .string(new.description)
    note(join(path, "action"), "\(old)/\(action) became \(new)")
    guard let definition = connector.action(name) else {
      return note(join(path, "action"), "\(connector.id) has no action \"\(name)\"; choose another one", true)
    }
    if let deprecation = definition.deprecation { note(join(path, "action"), deprecation.sentence) }
    guard var input = step["input"]?.objectValue ?? (step["input"] == nil ? [:] : nil) else {
      return note(join(path, "input"), "is an expression, so its members can't be checked", true)
    }
    if let change { apply(change, to: &input, at: join(path, "input")) }
    check(input, definition, at: join(path, "input"))
    if step["input"] != nil || !input.isEmpty { step["input"] = .object(input) }
    for output in change?.outputs ?? [] {
      note(path, "its output has \"\(output.to)\" where it had \"\(output.from)\"; correct what reads it", true)
    }
    if let text = change?.note { note(path, text, true) }
  }

  private mutating func apply(_ change: MigrationRule.ActionChange, to input: inout JSONObject, at path: String) {
    for field in change.fields {
      guard let value = input[field.from] else { continue }
      // In the order it was written in.
      input = JSONObject(input.map { name, member in (name == field.from ? field.to : name, member) })
      input[field.to] = value
      note(join(path, field.to), "was called \"\(field.from)\"")
    }
    for name in change.removed where input[name] != nil {
      input[name] = nil
      note(join(path, name), "is gone and was left out")
    }
    for (name, value) in change.defaults where input[name] == nil {
      input[name] = value
      note(join(path, name), "was set to \(value.serialized()), which used to go without saying")
    }
  }

  private mutating func check(_ input: JSONObject, _ action: ActionDefinition, at path: String) {
    let known = action.inputSchema["properties"]?.objectValue ?? [:]
    let takesMore = action.input.source["additionalProperties"] != false
    for name in input.keys where known[name] == nil && !takesMore {
      note(join(path, name), "isn't known any more", true)
    }
    for name in action.input.required where input[name] == nil && known[name]?["default"] == nil {
      note(join(path, name), "is needed now and isn't given", true)
    }
  }

  private mutating func note(_ path: String, _ text: String, _ needsAttention: Bool = false) {
    changes.append(FlowMigration.Change(path: path, text: text, needsAttention: needsAttention))
  }

  private func join(_ path: String, _ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
}
