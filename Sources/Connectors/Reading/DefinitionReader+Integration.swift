import Connections
import Core

/// Reads what the administrator's page shows of a service.
extension DefinitionReader {
  mutating func integration(_ node: YAMLNode?) -> IntegrationGuide? {
    guard let node else { return nil }
    let members = members(
      node, known: ["why", "console", "steps", "warnings", "scopes", "fields", "revoke"])
    let console = string(members["console"])
    if let place = members["console"], console?.hasPrefix("https://") != true {
      report(place, "must be an https address")
    }
    return IntegrationGuide(
      why: string(members["why"]), console: console, steps: strings(members["steps"]),
      warnings: strings(members["warnings"]), scopes: scopes(members["scopes"]),
      fields: elements(members["fields"]).compactMap { integrationField($0) }, revocation: revocation(members["revoke"])
    )
  }

  private mutating func scopes(_ node: YAMLNode?) -> [IntegrationScope] {
    guard let node else { return [] }
    guard let members = node.members else {
      report(node, "must be a mapping from scopes to what they allow")
      return []
    }
    return members.compactMap { name, value in string(value).map { IntegrationScope(name, meaning: $0) } }
  }

  private mutating func integrationField(_ node: YAMLNode) -> IntegrationField? {
    let members = members(
      node, known: ["name", "title", "description", "help", "default", "required", "secret"])
    guard let name = string(required("name", of: members, in: node)),
      let title = string(required("title", of: members, in: node))
    else { return nil }
    return IntegrationField(
      name: name, title: title, help: string(members["description"] ?? members["help"]),
      standard: string(members["default"]), isRequired: bool(members["required"]) ?? false,
      isSecret: bool(members["secret"]) ?? false)
  }

  private mutating func revocation(_ node: YAMLNode?) -> RevocationRule? {
    guard let node else { return nil }
    let members = members(node, known: ["url", "method", "style"])
    let words = RevocationRule.Style.allCases.map(\.rawValue)
    let style = choice(members["style"], of: words).flatMap { RevocationRule.Style(rawValue: $0) }
    guard let url = string(required("url", of: members, in: node)) else { return nil }
    return RevocationRule(
      url: url, method: choice(members["method"], of: ["POST", "DELETE", "GET"]) ?? "POST", style: style ?? .formToken)
  }
}
