import Connections
import Core

/// Reads how a service is logged in to.
extension DefinitionReader {
  mutating func session(_ members: [String: YAMLNode], _ node: YAMLNode) -> SessionTemplate? {
    let fields = (required("fields", of: members, in: node)?.members ?? []).map { logInField($0.name, $0.value) }
    guard let loginNode = required("login", of: members, in: node), let login = sessionRequest(loginNode),
      let tokenNode = required("token", of: members, in: node), let token = tokenPlace(tokenNode),
      let sendNode = required("send", of: members, in: node), let carrier = carrier(sendNode)
    else { return nil }
    return SessionTemplate(
      fields: fields, login: login, token: token, lifetimePath: string(members["lifetimeAt"]),
      lifetime: int(members["lifetime"], in: 1...31_536_000), carrier: carrier,
      validity: members["validity"].flatMap { sessionRequest($0) })
  }

  private mutating func logInField(_ name: String, _ node: YAMLNode) -> IntegrationField {
    let members = members(node, known: ["title", "help", "secret", "required", "default"])
    return IntegrationField(
      name: name, title: string(required("title", of: members, in: node)) ?? "", help: string(members["help"]),
      standard: string(members["default"]), isRequired: bool(members["required"]) ?? true,
      isSecret: bool(members["secret"]) ?? false)
  }

  private mutating func sessionRequest(_ node: YAMLNode) -> SessionRequest? {
    let members = members(node, known: ["method", "url", "headers", "query", "form", "json"])
    guard let url = string(required("url", of: members, in: node)) else { return nil }
    let body: SessionRequest.Body
    if let form = members["form"] {
      body = .form(texts(form))
    } else if let json = members["json"] {
      body = .json(json.json)
    } else {
      body = .none
    }
    return SessionRequest(
      method: choice(members["method"], of: ["GET", "POST", "PUT", "HEAD"]) ?? "GET", url: url,
      headers: texts(members["headers"]), query: texts(members["query"]), body: body)
  }

  private mutating func tokenPlace(_ node: YAMLNode) -> SessionTemplate.TokenPlace? {
    let members = members(node, known: ["body", "header", "cookie"])
    if let path = string(members["body"]) { return .body(path) }
    if let name = string(members["header"]) { return .header(name) }
    if let name = string(members["cookie"]) { return .cookie(name) }
    report(node, "must say where the session is: \"body\", \"header\" or \"cookie\"")
    return nil
  }

  private mutating func carrier(_ node: YAMLNode) -> SessionCarrier? {
    let members = members(node, known: ["header", "prefix", "parameter", "cookie"])
    if let name = string(members["header"]) { return .header(name, prefix: members["prefix"]?.text ?? "") }
    if let name = string(members["parameter"]) { return .parameter(name) }
    if let name = string(members["cookie"]) { return .cookie(name) }
    report(node, "must say what the session is sent as: \"header\", \"parameter\" or \"cookie\"")
    return nil
  }
}
