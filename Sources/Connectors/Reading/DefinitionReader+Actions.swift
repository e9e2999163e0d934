import Core

/// Reads actions.
extension DefinitionReader {
  static let requestFields = [
    "method", "path", "query", "headers", "body", "paging", "idempotent", "adopt", "timeout",
  ]

  mutating func actions(_ node: YAMLNode?) -> [ActionDefinition] {
    guard let node else { return [] }
    guard let members = node.members, !members.isEmpty else {
      report(node, "must be a mapping from names to actions")
      return []
    }
    return members.map { action($0.name, $0.value) }
  }

  private mutating func action(_ name: String, _ node: YAMLNode) -> ActionDefinition {
    if name.first?.isLowercase != true || !name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) {
      report(node, "an action's name is written in lower camel case, as createCategory")
    }
    let members = members(
      node, known: ["title", "group", "description", "code", "input", "output"] + Self.requestFields)
    return ActionDefinition(
      name: name, title: string(required("title", of: members, in: node)) ?? name,
      group: string(required("group", of: members, in: node)) ?? "",
      summary: string(required("description", of: members, in: node)) ?? "",
      work: work(members, node), input: inputSchema(members["input"]), output: output(members["output"]))
  }

  private mutating func work(_ members: [String: YAMLNode], _ node: YAMLNode) -> ActionDefinition.Work {
    guard let code = members["code"] else { return .request(request(members, node)) }
    for name in Self.requestFields {
      if let field = members[name] { report(field, "an action with \"code\" has no request of its own") }
    }
    return .code(string(code) ?? "")
  }

  private mutating func request(_ members: [String: YAMLNode], _ node: YAMLNode) -> RequestDefinition {
    let pathNode = required("path", of: members, in: node)
    if let pathNode, pathNode.text?.hasPrefix("/") != true { report(pathNode, "must begin with a slash") }
    return RequestDefinition(
      method: choice(required("method", of: members, in: node), of: Self.methods) ?? "GET",
      path: template(pathNode) ?? .empty, query: fields(members["query"]), headers: fields(members["headers"]),
      body: body(members["body"]), paging: paging(members["paging"]), isIdempotent: bool(members["idempotent"]),
      adoption: adoption(members["adopt"]), timeout: duration(members["timeout"]) ?? .seconds(60))
  }

  private mutating func output(_ node: YAMLNode?) -> OutputRule {
    guard let node else { return OutputRule(select: JSONPath(""), schema: [:]) }
    let members = members(node, known: ["select", "schema"])
    return OutputRule(select: path(members["select"]) ?? JSONPath(""), schema: schema(members["schema"]))
  }

  private mutating func adoption(_ node: YAMLNode?) -> AdoptionRule? {
    guard let node else { return nil }
    let members = members(node, known: ["path", "query", "select", "match", "onConflict"])
    return AdoptionRule(
      path: template(required("path", of: members, in: node)) ?? .empty, query: fields(members["query"]),
      select: path(members["select"]) ?? JSONPath(""), match: fields(members["match"]),
      looksOnConflict: bool(members["onConflict"]) ?? false)
  }
}

extension Template {
  /// Stands in while a file with a faulty template is read to its end.
  static let empty = Template(literal: "")
}
