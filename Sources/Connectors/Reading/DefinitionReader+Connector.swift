import Core

/// Reads the head of a connector file: who the service is and how to sign in.
extension DefinitionReader {
  static let connectorFields = [
    "connector", "title", "description", "documentation", "provenance", "endpoint", "authentication", "fields",
    "headers", "check", "expect", "errors", "retry", "rate", "connection", "deprecated", "migrations", "actions",
    "files", "push", "xml", "prefix", "verified", "integration", "help",
  ]

  mutating func connector(_ root: YAMLNode) -> ConnectorDefinition? {
    let members = members(root, known: Self.connectorFields)
    let idNode = required("connector", of: members, in: root)
    let id = string(idNode).flatMap { ConnectorID($0) }
    if let idNode, id == nil { report(idNode, "must be written as nameConnector-v1.0") }
    let retry = retry(members["retry"])
    var errors = errorRules(members["errors"])
    errors.checks = checks(members["expect"])
    var definition = ConnectorDefinition(
      id: id ?? .placeholder,
      title: string(required("title", of: members, in: root)) ?? "",
      summary: string(required("description", of: members, in: root)) ?? "",
      documentation: string(members["documentation"]),
      provenance: provenance(required("provenance", of: members, in: root), verified: members["verified"]),
      endpoint: endpoint(members["endpoint"]),
      authentication: offers(required("authentication", of: members, in: root)),
      fields: connectionFields(members["fields"]),
      headers: fields(members["headers"]),
      check: string(members["check"]),
      errors: errors,
      retry: retry,
      budget: budget(members["rate"]),
      actions: actions(required("actions", of: members, in: root)))
    definition.connectionUse = choice(
      members["connection"], of: ConnectionUseRule.allCases.map(\.rawValue)
    ).flatMap(ConnectionUseRule.init)
    definition.deprecation = deprecation(members["deprecated"])
    definition.migrations = migrations(members["migrations"], of: id)
    definition.answers = answerForm(prefix: members["prefix"], xml: members["xml"]) ?? .json
    definition.files = files(members["files"])
    definition.push = push(members["push"])
    definition.integration = integration(members["integration"])
    definition.help = string(members["help"])
    DefinitionRules.check(definition, root, &self)
    return id == nil ? nil : definition
  }

  private mutating func provenance(_ node: YAMLNode?, verified: YAMLNode?) -> Provenance {
    guard let node else { return Provenance(source: "", date: "", verifiedAgainst: nil) }
    let members = members(node, known: ["source", "date", "verifiedAgainst"])
    var provenance = Provenance(
      source: string(required("source", of: members, in: node)) ?? "",
      date: day(required("date", of: members, in: node)) ?? "", verifiedAgainst: string(members["verifiedAgainst"]))
    guard let verified else { return provenance }
    let known = self.members(verified, known: ["by", "against", "date"])
    let words = Provenance.Verification.allCases.map(\.rawValue)
    provenance.verifiedBy = choice(required("by", of: known, in: verified), of: words).flatMap {
      Provenance.Verification(rawValue: $0)
    }
    if let against = string(known["against"]) {
      provenance = provenance.verified(against: against)
    } else if provenance.verifiedBy != Provenance.Verification.none, provenance.verifiedAgainst == nil {
      report(verified, "\"against\" is missing")
    }
    provenance.verifiedOn = day(known["date"])
    return provenance
  }

  private mutating func day(_ node: YAMLNode?) -> String? {
    let date = string(node)
    if let node, !SchemaFormat.date.matches(date ?? "") { report(node, "must be a date, as 2026-11-22") }
    return date
  }

  private mutating func endpoint(_ node: YAMLNode?) -> EndpointOffer {
    guard let node else { return EndpointOffer(standard: "", isEditable: false) }
    let members = members(node, known: ["default", "editable", "hosts"])
    let standardNode = members["default"]
    let standard = string(standardNode) ?? ""
    if let standardNode, !SchemaFormat.uri.matches(standard) || standard.hasSuffix("/") {
      report(standardNode, "must be an address without a slash at its end, as https://api.example.com")
    }
    return EndpointOffer(
      standard: standard, isEditable: bool(members["editable"]) ?? standard.isEmpty, hosts: fields(members["hosts"]))
  }

  private mutating func connectionFields(_ node: YAMLNode?) -> [ConnectionField] {
    guard let node else { return [] }
    guard let fields = node.members else {
      report(node, "must be a mapping from names to fields")
      return []
    }
    return fields.map { connectionField($0.name, $0.value) }
  }

  private mutating func connectionField(_ name: String, _ node: YAMLNode) -> ConnectionField {
    let members = members(node, known: ["title", "help", "secret", "required", "default", "header"])
    let field = ConnectionField(
      name: name, title: string(required("title", of: members, in: node)) ?? "", help: string(members["help"]),
      isSecret: bool(members["secret"]) ?? false, isRequired: bool(members["required"]) ?? false,
      standard: string(members["default"]), header: string(members["header"]))
    if field.isSecret, field.header == nil { report(node, "a secret field needs a \"header\" that carries it") }
    if field.isSecret, field.standard != nil { report(node, "a secret field can't have a \"default\"") }
    return field
  }
}

extension ConnectorID {
  /// Stands in while a file with a wrong id is read to its end.
  static let placeholder = ConnectorID(name: "unknownConnector", major: 0, minor: 0)
}
