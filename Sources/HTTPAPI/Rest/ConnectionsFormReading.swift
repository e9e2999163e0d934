import Connections
import Core
import Identity

/// Reads what a caller enters for a connection.
enum ConnectionFormReading {
  static let members: Set<String> = [
    "name", "endpoint", "authentication", "grant", "clientSource", "clientId", "clientSecret", "authorizationUrl",
    "tokenUrl", "scopes", "userName", "password", "token", "apiKeyHeader", "apiKey", "subscriptionKey", "headers",
    "settings", "active", "application", "loginUrl", "validityUrl", "session", "accessKeyId", "secretAccessKey",
    "sessionToken", "region", "privateKey", "passphrase", "knownHostKey", "use",
  ]

  static func form(_ fields: JSONFields) throws -> ConnectionForm {
    var form = ConnectionForm(name: try fields.stringIfAny("name"))
    form.endpoint = try fields.stringIfAny("endpoint")
    form.authentication = try fields.choiceIfAny("authentication")
    form.grant = try fields.choiceIfAny("grant")
    form.clientSource = try fields.choiceIfAny("clientSource")
    form.clientID = try fields.stringIfAny("clientId")
    form.clientSecret = try secret("clientSecret", fields)
    form.authorizationURL = try fields.stringIfAny("authorizationUrl")
    form.tokenURL = try fields.stringIfAny("tokenUrl")
    form.scopes = try fields.stringsIfAny("scopes")
    form.userName = try fields.stringIfAny("userName")
    form.password = try secret("password", fields)
    form.token = try secret("token", fields)
    form.apiKeyHeader = try fields.stringIfAny("apiKeyHeader")
    form.apiKey = try secret("apiKey", fields)
    form.subscriptionKey = try secret("subscriptionKey", fields)
    if fields.has("headers") { form.headers = try fields.objects("headers").map(header) }
    form.settings = try fields.objectIfAny("settings")?.object
    form.isActive = try fields.boolIfAny("active")
    form.application = try fields.stringIfAny("application")
    form.use = try use(fields)
    try readKeys(fields, into: &form)
    return form
  }

  private static func readKeys(_ fields: JSONFields, into form: inout ConnectionForm) throws {
    form.loginURL = try fields.stringIfAny("loginUrl")
    form.validityURL = try fields.stringIfAny("validityUrl")
    if let values = try fields.objectIfAny("session")?.object {
      form.sessionValues = Dictionary(
        values.compactMap { name, value in value.stringValue.map { (name, Secret($0)) } }, uniquingKeysWith: { $1 })
    }
    form.accessKeyID = try fields.stringIfAny("accessKeyId")
    form.secretAccessKey = try secret("secretAccessKey", fields)
    form.sessionToken = try secret("sessionToken", fields)
    form.region = try fields.stringIfAny("region")
    form.privateKey = try secret("privateKey", fields)
    form.passphrase = try secret("passphrase", fields)
    form.knownHostKey = try fields.stringIfAny("knownHostKey")
  }

  /// `null` lets the whole team use it again.
  private static func use(_ fields: JSONFields) throws -> UseRule? {
    guard fields.has("use") else { return nil }
    guard let rule = try fields.objectIfAny("use") else { return .team }
    try rule.refuseOthers(than: ["roles", "people"])
    let roles: [TeamRole] = try (rule.stringsIfAny("roles") ?? []).map { word in
      guard let role = TeamRole(rawValue: word) else {
        throw ConnectionError.invalidField("use.roles", reason: "there is no role \"\(word)\"")
      }
      return role
    }
    let people: [PersonID] = try (rule.stringsIfAny("people") ?? []).map { text in
      guard let id = PersonID(text) else {
        throw ConnectionError.invalidField("use.people", reason: "\"\(text)\" is no person's id")
      }
      return id
    }
    return .only(roles: Set(roles), people: Set(people))
  }

  private static func header(_ fields: JSONFields) throws -> ConnectionForm.Header {
    try fields.refuseOthers(than: ["name", "value", "secret"])
    return ConnectionForm.Header(
      name: try fields.string("name"), value: try secret("value", fields),
      isSecret: try fields.boolIfAny("secret") ?? false)
  }

  private static func secret(_ name: String, _ fields: JSONFields) throws -> Secret? {
    try fields.stringIfAny(name).map { Secret($0) }
  }
}
