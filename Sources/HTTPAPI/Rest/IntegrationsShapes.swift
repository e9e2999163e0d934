import Connections
import Core

/// How integrations look in our own API.
enum IntegrationShapes {
  static let integration = Shape.named(
    "Integration",
    .object([
      .required("kind", .string), .required("title", .string),
      .required("state", .words(["not_configured", "disabled", "ready"])), .required("enabled", .boolean),
      .optional("clientId", .string), .required("hasClientSecret", .boolean),
      .required("redirectUri", .string(format: "uri"), "To be registered at the service, exactly."),
      .required("scopes", .array(.string), "To be allowed at the service."),
      .optional("endpoint", .string(format: "uri")), .optional("authorizationUrl", .string(format: "uri")),
      .optional("tokenUrl", .string(format: "uri")), .required("setup", .string, "Markdown."),
      .optional("changedBy", .id), .optional("changedAt", .date),
    ]))

  static let change = BodyShape.json(
    .object([
      .optional("clientId", .string), .optional("clientSecret", .string, "Never given out again."),
      .optional("endpoint", .string(format: "uri"), "In place of the connector's own, as for a sandbox."),
      .optional("authorizationUrl", .string(format: "uri")), .optional("tokenUrl", .string(format: "uri")),
    ]), "What is missing stays as it is; an empty text takes a value away.")

  static func change(_ fields: JSONFields) throws -> IntegrationChange {
    try fields.refuseOthers(than: ["clientId", "clientSecret", "endpoint", "authorizationUrl", "tokenUrl"])
    return IntegrationChange(
      clientID: try fields.stringIfAny("clientId"),
      clientSecret: try fields.stringIfAny("clientSecret").map { Secret($0) },
      endpoint: try fields.stringIfAny("endpoint"), authorizationURL: try fields.stringIfAny("authorizationUrl"),
      tokenURL: try fields.stringIfAny("tokenUrl"))
  }
}

extension Integration {
  var json: JSONValue {
    var body: JSONObject = [
      "kind": .string(kind), "title": .string(title), "state": .string(state.rawValue), "enabled": .bool(isEnabled),
    ]
    body["clientId"] = clientID.map { .string($0) }
    body["hasClientSecret"] = .bool(hasSecret)
    body["redirectUri"] = .string(redirectURI)
    body["scopes"] = .array(scopes.map { .string($0) })
    body["endpoint"] = addresses.endpoint.map { .string($0) }
    body["authorizationUrl"] = addresses.authorizationURL.map { .string($0) }
    body["tokenUrl"] = addresses.tokenURL.map { .string($0) }
    body["setup"] = .string(setup)
    body["changedBy"] = changedBy.map { JSONValue($0) }
    body["changedAt"] = changedAt.map { JSONValue($0) }
    return .object(body)
  }
}
