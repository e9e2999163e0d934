import Connections
import Core

/// Reads what a caller enters for a connection.
enum ConnectionFormReading {
  static let members: Set<String> = [
    "name", "endpoint", "authentication", "grant", "clientSource", "clientId", "clientSecret", "authorizationUrl",
    "tokenUrl", "scopes", "userName", "password", "token", "apiKeyHeader", "apiKey", "subscriptionKey", "headers",
    "settings", "active",
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
    return form
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
