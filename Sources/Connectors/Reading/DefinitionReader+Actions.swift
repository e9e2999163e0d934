import Core

/// Reads actions.
extension DefinitionReader {
  static let requestFields = [
    "method", "path", "url", "host", "query", "headers", "body", "paging", "idempotent", "adopt", "timeout", "expect",
    "nothing", "xml", "prefix", "lent",
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
      node,
      known: [
        "title", "group", "description", "code", "upload", "steps", "input", "output", "deprecated", "covers",
      ] + Self.requestFields)
    return ActionDefinition(
      name: name, title: string(required("title", of: members, in: node)) ?? name,
      group: string(required("group", of: members, in: node)) ?? "",
      summary: string(required("description", of: members, in: node)) ?? "",
      work: work(members, node), input: inputSchema(members["input"]), output: output(members["output"]),
      deprecation: deprecation(members["deprecated"]),
      pages: members["code"] == nil ? nil : codedPaging(members["paging"]), covers: strings(members["covers"]))
  }

  private mutating func work(_ members: [String: YAMLNode], _ node: YAMLNode) -> ActionDefinition.Work {
    guard let other = ["code", "upload", "steps"].first(where: { members[$0] != nil }), let value = members[other]
    else {
      return .request(request(members, node))
    }
    for name in Self.requestFields where name != "paging" || other != "code" {
      if let field = members[name] { report(field, "an action with \"\(other)\" has no request of its own") }
    }
    if other == "upload" { return upload(value).map(ActionDefinition.Work.upload) ?? .code("") }
    if other == "steps" { return .steps(sequence(value)) }
    return .code(string(value) ?? "")
  }

  mutating func request(_ members: [String: YAMLNode], _ node: YAMLNode) -> RequestDefinition {
    let url = template(members["url"])
    let pathNode = url == nil ? required("path", of: members, in: node) : members["path"]
    if let pathNode, pathNode.text?.hasPrefix("/") != true { report(pathNode, "must begin with a slash") }
    if let pathNode, url != nil { report(pathNode, "there is a \"url\", so there can't be a \"path\"") }
    return RequestDefinition(
      method: choice(required("method", of: members, in: node), of: Self.methods) ?? "GET",
      path: template(pathNode) ?? .empty, query: fields(members["query"]), headers: fields(members["headers"]),
      body: body(members["body"]), paging: paging(members["paging"]), isIdempotent: bool(members["idempotent"]),
      adoption: adoption(members["adopt"]), timeout: duration(members["timeout"]) ?? .seconds(60),
      host: string(members["host"]), url: url, checks: checks(members["expect"]),
      nothing: Set(statuses(members["nothing"])),
      answer: answerForm(prefix: members["prefix"], xml: members["xml"]), lent: lent(members["lent"]))
  }

  private mutating func lent(_ node: YAMLNode?) -> LentToken? {
    guard let node else { return nil }
    let members = members(node, known: ["whose", "itself", "path", "query", "token"])
    guard let whose = template(required("whose", of: members, in: node)),
      let path = template(required("path", of: members, in: node)),
      let token = self.path(required("token", of: members, in: node))
    else { return nil }
    for reference in whose.references + path.references where reference.root != .settings {
      report(node, "\"\(reference)\" can't stand here: only settings can")
    }
    return LentToken(
      whose: whose, itself: string(members["itself"]) ?? "", path: path, query: fields(members["query"]), token: token)
  }

  private mutating func output(_ node: YAMLNode?) -> OutputRule {
    guard let node else { return OutputRule(select: JSONPath(""), schema: [:]) }
    let members = members(node, known: ["select", "schema", "file", "header", "parse"])
    let file = members["file"].flatMap { fileRule($0) }
    var rule = OutputRule(
      select: path(members["select"]) ?? JSONPath(""),
      schema: members["schema"] == nil && file != nil ? Self.fileSchema : schema(members["schema"]), file: file)
    rule.header = string(members["header"])
    rule.isParsed = bool(members["parse"]) ?? false
    rule.refusedTypes = Set(strings(members["file"]?.member("refuses")).map { $0.lowercased() })
    return rule
  }

  private mutating func fileRule(_ node: YAMLNode) -> OutputRule.FileRule? {
    let members = members(node, known: ["at", "name", "refuses"])
    let name = template(members["name"])
    return members["at"].map { .address(at: places($0), name: name) } ?? .body(name: name)
  }

  /// What an action gives whose answer is a file.
  static let fileSchema: JSONValue = [
    "type": "object",
    "properties": [
      "file": ["type": "object", "format": "file", "title": "File"],
      "name": ["type": "string"], "size": ["type": ["integer", "null"]], "mime": ["type": ["string", "null"]],
    ],
  ]

  mutating func deprecation(_ node: YAMLNode?) -> Deprecation? {
    guard let node else { return nil }
    if node.members == nil { return Deprecation(note: string(node)) }
    let members = members(node, known: ["use", "note", "until"])
    if let until = members["until"], !SchemaFormat.date.matches(until.text ?? "") {
      report(until, "must be a date, as 2027-03-31")
    }
    return Deprecation(
      use: string(members["use"]), note: string(members["note"]), until: string(members["until"]))
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
