import Core

/// Reads templates and schemas.
extension DefinitionReader {
  mutating func template(_ node: YAMLNode?) -> Template? {
    guard let node else { return nil }
    guard let text = node.text else {
      report(node, "must be text")
      return nil
    }
    do {
      return try Template(text)
    } catch {
      report(node, error.message)
      return nil
    }
  }

  /// A mapping from names to templates, in order.
  mutating func fields(_ node: YAMLNode?) -> [TemplateField] {
    guard let node else { return [] }
    guard let members = node.members else {
      report(node, "must be a mapping from names to values")
      return []
    }
    return members.compactMap { name, value in field(name, value) }
  }

  /// Text; or `{value, join}`, which writes a list into one parameter; or `{json}`, which writes JSON into a header.
  private mutating func field(_ name: String, _ node: YAMLNode) -> TemplateField? {
    guard node.members != nil else { return template(node).map { TemplateField(name: name, value: $0) } }
    let members = members(node, known: ["value", "join", "json"])
    if let json = members["json"] { return TemplateField(name: name, value: Template(json: jsonTemplate(json))) }
    guard let value = template(required("value", of: members, in: node)) else { return nil }
    return TemplateField(name: name, value: value, join: string(members["join"]))
  }

  mutating func jsonTemplate(_ node: YAMLNode) -> JSONTemplate {
    if let members = node.members {
      return .object(
        members.map { name, value in
          let key = name.contains("${") ? try? Template(name) : nil
          return JSONTemplate.Member(name: name, value: jsonTemplate(value), key: key)
        })
    }
    if let elements = node.elements { return .array(elements.map { jsonTemplate($0) }) }
    guard case .string(let text) = node.json, text.contains("$") else { return .literal(node.json) }
    return template(node).map(JSONTemplate.template) ?? .literal(.null)
  }

  /// An object's schema; members that aren't listed are refused unless it says otherwise.
  mutating func inputSchema(_ node: YAMLNode?) -> JSONSchema {
    var object = schema(node).objectValue ?? [:]
    if object["type"] == nil { object["type"] = "object" }
    if object["additionalProperties"] == nil { object["additionalProperties"] = false }
    if object["properties"] == nil { object["properties"] = [:] }
    return JSONSchema(.object(object))
  }

  mutating func schema(_ node: YAMLNode?) -> JSONValue {
    guard let node else { return [:] }
    let schema = node.json
    for (path, problem) in SchemaCheck.problems(in: schema) {
      report(Self.descend(node, path), problem)
    }
    return schema
  }

  /// The node at a path below, or the last one on the way to it.
  private static func descend(_ node: YAMLNode, _ path: String) -> YAMLNode {
    var current = node
    var rest = path.split(separator: ".").map(String.init)
    while let step = rest.first {
      guard
        let next = current.members?.first(where: { $0.name == step })?.value
          ?? Int(step).flatMap({ index in current.elements.flatMap { $0.indices.contains(index) ? $0[index] : nil } })
      else { break }
      current = next
      rest.removeFirst()
    }
    return current
  }
}
