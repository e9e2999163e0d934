import Connections
import Core
import Identity

/// How integrations look in our own API.
enum IntegrationShapes {
  static let integration = Shape.named(
    "Integration",
    .object([
      .required("kind", .string), .required("title", .string), .required("application", .string),
      .required("applicationTitle", .string), .required("default", .boolean),
      .required("state", .words(["not_configured", "disabled", "ready"])), .required("enabled", .boolean),
      .optional("clientId", .string), .required("hasClientSecret", .boolean),
      .required("redirectUri", .string(format: "uri"), "To be registered at the service, exactly."),
      .required("scopes", .array(.string), "To be allowed at the service."),
      .optional("endpoint", .string(format: "uri")), .optional("authorizationUrl", .string(format: "uri")),
      .optional("tokenUrl", .string(format: "uri")),
      .required("fields", .map(.string), "What the service needs besides."),
      .required("storedFields", .array(.string), "Which secret ones of those are there."),
      .required("teams", .array(.id), "Whose new connections use it."), .required("setup", .string, "Markdown."),
      .required("guide", guide),
      .optional("changedBy", .id), .optional("changedAt", .date),
    ]))

  private static let guide = Shape.object([
    .optional("why", .string), .optional("console", .string(format: "uri")), .required("steps", .array(.string)),
    .required("warnings", .array(.string)),
    .required("scopes", .array(.object([.required("name", .string), .required("meaning", .string)]))),
    .required(
      "fields",
      .array(
        .object([
          .required("name", .string), .required("title", .string), .optional("help", .string),
          .optional("default", .string), .required("required", .boolean), .required("secret", .boolean),
        ]))),
  ])

  static let hook = Shape.object([
    .required("address", .string(format: "uri"), "To be entered at the service's console."),
    .optional("word", .string, "Where the console asks for one that the service repeats."),
  ])

  static let finding = Shape.object([
    .required("subject", .words(IntegrationFinding.Subject.allCases.map(\.rawValue))),
    .required("verdict", .words(IntegrationFinding.Verdict.allCases.map(\.rawValue))), .required("text", .string),
  ])

  static let user = Shape.object([
    .required("id", .id), .required("name", .string), .required("team", .id), .required("connector", .string),
    .required("application", .string), .required("state", .words(ConnectionState.allCases.map(\.rawValue))),
  ])

  static func user(_ connection: Connection) -> JSONValue {
    [
      "id": JSONValue(connection.id), "name": .string(connection.name), "team": JSONValue(connection.team),
      "connector": .string(connection.connector),
      "application": .string(connection.authentication.application ?? ""),
      "state": .string(connection.state.rawValue),
    ]
  }

  static let change = BodyShape.json(
    .object([
      .optional("clientId", .string), .optional("clientSecret", .string, "Never given out again."),
      .optional("endpoint", .string(format: "uri"), "In place of the connector's own, as for a sandbox."),
      .optional("authorizationUrl", .string(format: "uri")), .optional("tokenUrl", .string(format: "uri")),
      .optional("title", .string, "What people call the application."),
      .optional("fields", .map(.string), "By name, as the guide lists them."),
      .optional("teams", .array(.id), "Whose new connections use it."),
    ]), "What is missing stays as it is; an empty text takes a value away.")

  static func change(_ fields: JSONFields) throws -> IntegrationChange {
    try fields.refuseOthers(
      than: ["clientId", "clientSecret", "endpoint", "authorizationUrl", "tokenUrl", "title", "fields", "teams"])
    var change = IntegrationChange(
      clientID: try fields.stringIfAny("clientId"),
      clientSecret: try fields.stringIfAny("clientSecret").map { Secret($0) },
      endpoint: try fields.stringIfAny("endpoint"), authorizationURL: try fields.stringIfAny("authorizationUrl"),
      tokenURL: try fields.stringIfAny("tokenUrl"))
    change.title = try fields.stringIfAny("title")
    if let values = try fields.objectIfAny("fields") {
      change.fields = try Dictionary(
        values.object.keys.map { ($0, Secret(try values.string($0))) }, uniquingKeysWith: { $1 })
    }
    change.teams = try fields.stringsIfAny("teams")?.map { text in
      guard let team = TeamID(text) else {
        throw ConnectionError.invalidField("teams", reason: "\"\(text)\" is no team's id")
      }
      return team
    }
    return change
  }
}

extension Integration {
  var json: JSONValue {
    var body: JSONObject = [
      "kind": .string(kind), "title": .string(title), "application": .string(application),
      "applicationTitle": .string(applicationTitle), "default": .bool(isDefault), "state": .string(state.rawValue),
      "enabled": .bool(isEnabled),
    ]
    body["clientId"] = clientID.map { .string($0) }
    body["hasClientSecret"] = .bool(hasSecret)
    body["redirectUri"] = .string(redirectURI)
    body["scopes"] = .array(scopes.map { .string($0) })
    body["endpoint"] = addresses.endpoint.map { .string($0) }
    body["authorizationUrl"] = addresses.authorizationURL.map { .string($0) }
    body["tokenUrl"] = addresses.tokenURL.map { .string($0) }
    body["fields"] = .object(JSONObject(fields.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
    body["storedFields"] = .array(storedFields.sorted().map { .string($0) })
    body["teams"] = .array(teams.map { JSONValue($0) })
    body["setup"] = .string(setup)
    body["guide"] = guide.json
    body["changedBy"] = changedBy.map { JSONValue($0) }
    body["changedAt"] = changedAt.map { JSONValue($0) }
    return .object(body)
  }
}

extension IntegrationGuide {
  fileprivate var json: JSONValue {
    var body = JSONObject()
    body["why"] = why.map { .string($0) }
    body["console"] = console.map { .string($0) }
    body["steps"] = .array(steps.map { .string($0) })
    body["warnings"] = .array(warnings.map { .string($0) })
    body["scopes"] = .array(scopes.map { ["name": .string($0.name), "meaning": .string($0.meaning)] })
    body["fields"] = .array(fields.map(\.json))
    return .object(body)
  }
}

extension IntegrationField {
  fileprivate var json: JSONValue {
    var body: JSONObject = ["name": .string(name), "title": .string(title)]
    body["help"] = help.map { .string($0) }
    body["default"] = standard.map { .string($0) }
    body["required"] = .bool(isRequired)
    body["secret"] = .bool(isSecret)
    return .object(body)
  }
}

extension IntegrationFinding {
  var json: JSONValue {
    ["subject": .string(subject.rawValue), "verdict": .string(verdict.rawValue), "text": .string(text)]
  }
}

extension ServiceHook {
  /// As our own API gives it.
  var json: JSONValue {
    var object: JSONObject = ["address": .string(address)]
    if let word { object["word"] = .string(word) }
    return .object(object)
  }
}
