import Connections
import Connectors
import Core

/// Connectors and actions as our own API writes them.
enum ConnectorJSON {
  static func connector(_ connector: ConnectorDefinition) -> JSONValue {
    [
      "id": .string(connector.id.description), "title": .string(connector.title),
      "description": .string(connector.summary), "documentation": JSONValue(connector.documentation),
      "provenance": [
        "source": .string(connector.provenance.source), "date": .string(connector.provenance.date),
        "verifiedAgainst": JSONValue(connector.provenance.verifiedAgainst),
        "verifiedBy": JSONValue(connector.provenance.verifiedBy?.rawValue),
        "verifiedOn": JSONValue(connector.provenance.verifiedOn),
      ],
      "needsConnection": .bool(connector.needsConnection),
      "endpoint": [
        "default": .string(connector.endpoint.standard), "isEditable": .bool(connector.endpoint.isEditable),
      ],
      "authentication": .array(connector.authentication.map(authentication)),
      "fields": .array(connector.fields.map(field)), "actionCount": JSONValue(connector.actions.count),
      "abilities": texts(connector.abilities.map(\.rawValue)), "deprecation": deprecation(connector.deprecation),
      "migratesFrom": .array(connector.migrations.map { .string($0.from.description) }),
    ]
  }

  static func action(_ action: ActionDescription) -> JSONValue {
    [
      "name": .string(action.reference.action), "reference": .string(action.reference.description),
      "title": .string(action.title), "group": .string(action.group), "description": .string(action.summary),
      "service": .string(action.service), "needsConnection": .bool(action.needsConnection),
      "takesConnection": .bool(action.takesConnection), "isPaged": .bool(action.isPaged),
      "deprecation": deprecation(action.deprecation), "inputSchema": action.inputSchema,
      "outputSchema": action.outputSchema,
    ]
  }

  private static func deprecation(_ deprecation: Deprecation?) -> JSONValue {
    guard let deprecation else { return .null }
    return [
      "use": JSONValue(deprecation.use), "note": JSONValue(deprecation.note), "until": JSONValue(deprecation.until),
      "text": .string(deprecation.sentence),
    ]
  }

  private static func authentication(_ offer: AuthenticationOffer) -> JSONValue {
    var json: JSONObject = ["kind": .string(offer.kind)]
    switch offer {
    case .none, .bearer, .basic, .nextcloud, .ssh: break
    case .apiKey(let header): json["header"] = .string(header)
    case .oauth2(let oauth):
      json["grants"] = texts(oauth.grants)
      json["authorizationURL"] = JSONValue(oauth.authorizationURL)
      json["tokenURL"] = .string(oauth.tokenURL)
      json["scopes"] = texts(oauth.scopes)
      json["editable"] = texts(oauth.editable)
    case .oauth1(let oauth):
      json["authorizationURL"] = .string(oauth.authorizationURL)
      json["tokenURL"] = .string(oauth.tokenURL)
      json["scopes"] = texts(oauth.scopes)
    case .session(let session):
      json["fields"] = .array(
        session.fields.map { field in
          [
            "name": .string(field.name), "title": .string(field.title), "help": JSONValue(field.help),
            "isSecret": .bool(field.isSecret), "isRequired": .bool(field.isRequired),
            "default": JSONValue(field.standard), "header": nil,
          ]
        })
    case .aws(let service, let region):
      json["service"] = .string(service)
      json["region"] = JSONValue(region)
    }
    return .object(json)
  }

  private static func field(_ field: ConnectionField) -> JSONValue {
    [
      "name": .string(field.name), "title": .string(field.title), "help": JSONValue(field.help),
      "isSecret": .bool(field.isSecret), "isRequired": .bool(field.isRequired), "default": JSONValue(field.standard),
      "header": JSONValue(field.header),
    ]
  }

  private static func texts(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }
}
