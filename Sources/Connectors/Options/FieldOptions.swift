import Core

/// Where a form field takes what can be chosen from: another action of the same connector.
///
/// It stands in the field's schema as `x-options` (or `x-keys`, for the names of an object's members):
/// ```yaml
/// folderId:
///   type: string
///   x-options: {action: listFolders, value: id, label: name, input: {drive: "${input.driveId}"}, search: query}
/// ```
struct FieldOptions: Sendable {
  /// The action that lists them.
  let action: String
  /// What of each item goes into the field.
  let value: JSONPath
  /// What people read.
  let label: JSONPath
  /// Where the items stand in the action's output; where its list is when left out.
  let items: JSONPath?
  /// What the action is given; other fields of the form may stand in it.
  let input: [String: JSONTemplate]
  /// The input of the action that takes what a person types to search, where it has one.
  let search: String?
  /// The fields of the form that must be filled in first.
  let dependsOn: [String]

  /// - Returns: `nil` when `schema` isn't written as it must be.
  init?(_ schema: JSONValue) {
    guard let action = schema["action"]?.stringValue, let value = schema["value"]?.stringValue else { return nil }
    self.action = action
    self.value = JSONPath(value)
    label = JSONPath(schema["label"]?.stringValue ?? value)
    items = schema["items"]?.stringValue.map { JSONPath($0) }
    search = schema["search"]?.stringValue
    var input: [String: JSONTemplate] = [:]
    for (name, value) in schema["input"]?.objectValue ?? [:] {
      guard let template = try? JSONTemplate(value) else { return nil }
      input[name] = template
    }
    self.input = input
    let named = (schema["dependsOn"]?.arrayValue ?? []).compactMap(\.stringValue)
    let used = input.values.flatMap(\.references).filter { $0.root == .input }.compactMap(\.path.steps.first)
    dependsOn = (named + used).reduce(into: []) { all, name in if !all.contains(name) { all.append(name) } }
  }

  /// Every field of a schema that has such a rule, by its path, as `categories` or `items.0.folder`; `nil` where the rule
  /// is written wrongly.
  static func rules(in schema: JSONValue, at path: String = "") -> [(field: String, rule: FieldOptions?)] {
    var found: [(field: String, rule: FieldOptions?)] = []
    for word in ["x-options", "x-keys"] {
      if let rule = schema[word] { found.append((path, FieldOptions(rule))) }
    }
    for (name, member) in schema["properties"]?.objectValue ?? [:] {
      found += rules(in: member, at: path.isEmpty ? name : "\(path).\(name)")
    }
    if let items = schema["items"] { found += rules(in: items, at: path) }
    if let further = schema["additionalProperties"] { found += rules(in: further, at: path) }
    return found
  }
}

extension JSONTemplate {
  /// Reads JSON whose strings may be templates.
  init(_ json: JSONValue) throws(TemplateProblem) {
    switch json {
    case .string(let text) where text.contains("$"): self = .template(try Template(text))
    case .array(let elements):
      var templates: [JSONTemplate] = []
      for element in elements { templates.append(try JSONTemplate(element)) }
      self = .array(templates)
    case .object(let object):
      var members: [Member] = []
      for (name, value) in object { members.append(Member(name: name, value: try JSONTemplate(value))) }
      self = .object(members)
    default: self = .literal(json)
    }
  }
}
