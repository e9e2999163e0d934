import Connections
import Core

/// Reads the ways to sign in.
extension DefinitionReader {
  mutating func offers(_ node: YAMLNode?) -> [AuthenticationOffer] {
    guard let node else { return [] }
    guard let elements = node.elements, !elements.isEmpty else {
      report(node, "must be a list of ways to sign in")
      return []
    }
    return elements.compactMap { offer($0) }
  }

  private static let kinds: [String: [String]] = [
    "none": [], "bearer": [], "basic": [], "nextcloud": [], "ssh": [], "api_key": ["header", "parameter"],
    "oauth2": [
      "grants", "authorizationURL", "tokenURL", "deviceURL", "scopes", "editable", "scopeSeparator", "scopeParameter",
      "authorizeParameters", "client", "clientParameter", "pkce", "tokenAt", "exchange", "renew", "lifetime", "issuer",
      "sendsIssuer", "acceptsPrevious",
    ],
    "oauth1": [
      "requestTokenURL", "authorizationURL", "tokenURL", "scopes", "scopeParameter", "authorizeParameters",
    ],
    "session": ["fields", "login", "token", "lifetime", "lifetimeAt", "send", "validity"],
    "aws": ["service", "region"],
  ]

  private mutating func offer(_ node: YAMLNode) -> AuthenticationOffer? {
    guard let kindNode = node.members?.first(where: { $0.name == "kind" })?.value else {
      report(node, "\"kind\" is missing")
      return nil
    }
    guard let kind = choice(kindNode, of: Self.kinds.keys.sorted()) else { return nil }
    let all = members(node, known: ["kind"] + (Self.kinds[kind] ?? []))
    switch kind {
    case "none": return AuthenticationOffer.none
    case "bearer": return .bearer
    case "basic": return .basic
    case "nextcloud": return .nextcloud
    case "ssh": return .ssh
    case "aws": return .aws(service: string(all["service"]) ?? "s3", region: string(all["region"]))
    case "api_key":
      if let parameter = string(all["parameter"]) { return .apiKey(header: "?" + parameter) }
      return string(required("header", of: all, in: node)).map { .apiKey(header: $0) }
    case "oauth2": return .oauth2(oauth(all, node))
    case "oauth1": return oauth1(all, node)
    case "session": return session(all, node).map { .session($0) }
    default: return nil
    }
  }

  private mutating func oauth(_ members: [String: YAMLNode], _ node: YAMLNode) -> OAuthOffer {
    let grants = (required("grants", of: members, in: node)?.elements ?? []).compactMap {
      choice($0, of: ConnectionGrant.allCases.map(\.rawValue))
    }
    if grants.contains("authorization_code") { _ = required("authorizationURL", of: members, in: node) }
    if grants.contains("device_code") { _ = required("deviceURL", of: members, in: node) }
    let editable = (members["editable"]?.elements ?? []).compactMap {
      choice($0, of: ["authorizationURL", "tokenURL", "scopes"])
    }
    var offer = OAuthOffer(
      grants: grants, authorizationURL: string(members["authorizationURL"]),
      tokenURL: string(required("tokenURL", of: members, in: node)) ?? "", scopes: strings(members["scopes"]),
      editable: editable, scopeSeparator: members["scopeSeparator"]?.text ?? " ",
      authorizeParameters: texts(members["authorizeParameters"]),
      usesBasicClient: choice(members["client"], of: ["basic", "body"]) == "basic")
    offer.deviceURL = string(members["deviceURL"])
    offer.dialect = dialect(members)
    offer.issuer = string(members["issuer"])
    offer.sendsIssuer = bool(members["sendsIssuer"]) ?? false
    offer.acceptsPrevious = bool(members["acceptsPrevious"]) ?? false
    return offer
  }

  private mutating func dialect(_ members: [String: YAMLNode]) -> TokenDialect {
    var dialect = TokenDialect()
    dialect.usesPKCE = bool(members["pkce"]) ?? true
    dialect.clientParameter = string(members["clientParameter"]) ?? dialect.clientParameter
    dialect.scopeParameter = string(members["scopeParameter"]) ?? dialect.scopeParameter
    dialect.tokenPath = string(members["tokenAt"]).map { $0.split(separator: ".").map(String.init) } ?? []
    dialect.exchanges = elements(members["exchange"]).compactMap { exchange($0) }
    dialect.renewal = members["renew"].flatMap { exchange($0) }
    dialect.lifetime = int(members["lifetime"], in: 1...315_360_000)
    return dialect
  }

  private mutating func exchange(_ node: YAMLNode) -> TokenExchange? {
    let members = members(node, known: ["url", "method", "parameters"])
    guard let url = string(required("url", of: members, in: node)) else { return nil }
    return TokenExchange(
      url: url, method: choice(members["method"], of: ["GET", "POST"]) ?? "GET",
      parameters: texts(members["parameters"]))
  }

  private mutating func oauth1(_ members: [String: YAMLNode], _ node: YAMLNode) -> AuthenticationOffer? {
    guard let request = string(required("requestTokenURL", of: members, in: node)),
      let authorization = string(required("authorizationURL", of: members, in: node)),
      let token = string(required("tokenURL", of: members, in: node))
    else { return nil }
    var offer = OAuth1Offer(requestTokenURL: request, authorizationURL: authorization, tokenURL: token)
    offer.scopes = strings(members["scopes"])
    offer.scopeParameter = string(members["scopeParameter"]) ?? offer.scopeParameter
    offer.authorizeParameters = texts(members["authorizeParameters"])
    return .oauth1(offer)
  }

  mutating func texts(_ node: YAMLNode?) -> [String: String] {
    guard let node else { return [:] }
    guard let members = node.members else {
      report(node, "must be a mapping from names to values")
      return [:]
    }
    return Dictionary(
      members.compactMap { name, value in string(value).map { (name, $0) } }, uniquingKeysWith: { $1 })
  }
}
