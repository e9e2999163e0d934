import Core
import Hummingbird
import Identity

/// How people, teams and applications look in our own API.
enum IdentityShapes {
  static let person = Shape.named(
    "Person",
    .object([
      .required("id", .id), .required("userName", .string), .required("displayName", .string),
      .optional("email", .string), .required("siteRole", .words(SiteRole.allCases.map(\.rawValue))),
      .required("enabled", .boolean), .required("createdAt", .date),
    ]))

  static let addedPerson = Shape.object([
    .required("person", person), .required("password", .string, "Shown this once."),
  ])

  static let team = Shape.named(
    "Team",
    .object([
      .required("id", .id), .required("name", .string),
      .required("kind", .words(["organization", "personal", "created"])),
      .required("owner", .id), .required("createdAt", .date),
    ]))

  static let role = Shape.words(TeamRole.allCases.map(\.rawValue))

  static let member = Shape.named(
    "Member", .object([.required("person", person), .required("role", role), .required("owner", .boolean)]))

  static let application = Shape.named(
    "Application",
    .object([
      .required("clientId", .id), .required("name", .string), .required("public", .boolean),
      .required("redirectUris", .array(.string(format: "uri"))),
      .required("signOutUris", .array(.string(format: "uri"))),
      .required("scopes", .array(.words(OAuthScope.allCases.map(\.rawValue)))),
      .required("grants", .array(.words(OAuthGrant.allCases.map(\.rawValue)))), .required("enabled", .boolean),
      .optional("servicePerson", .id, "Who it is when it works by itself."), .required("createdAt", .date),
    ]))

  static let registeredApplication = Shape.object([
    .required("application", application), .optional("clientSecret", .string, "Shown this once."),
  ])

  static func list(of item: Shape) -> Shape { .object([.required("items", .array(item))]) }
}

extension Person {
  var json: JSONValue {
    var body: JSONObject = [
      "id": JSONValue(id), "userName": .string(userName), "displayName": .string(displayName),
    ]
    if let email { body["email"] = .string(email) }
    body["siteRole"] = .string(siteRole.rawValue)
    body["enabled"] = .bool(isEnabled)
    body["createdAt"] = JSONValue(createdAt)
    return .object(body)
  }
}

extension Team {
  var json: JSONValue {
    [
      "id": JSONValue(id), "name": .string(name), "kind": .string(kind.rawValue), "owner": JSONValue(owner),
      "createdAt": JSONValue(createdAt),
    ]
  }
}

extension Member {
  var json: JSONValue { ["person": person.json, "role": .string(role.rawValue), "owner": .bool(isOwner)] }
}

extension OAuthApplication {
  var json: JSONValue {
    var body: JSONObject = [
      "clientId": JSONValue(id), "name": .string(name), "public": .bool(isPublic),
      "redirectUris": .array(redirectURIs.map(JSONValue.string)),
      "signOutUris": .array(signOutURIs.map(JSONValue.string)),
      "scopes": .array(OAuthScope.allCases.filter(scopes.contains).map { .string($0.rawValue) }),
      "grants": .array(OAuthGrant.allCases.filter(grants.contains).map { .string($0.rawValue) }),
      "enabled": .bool(isEnabled),
    ]
    if let servicePerson { body["servicePerson"] = JSONValue(servicePerson) }
    body["createdAt"] = JSONValue(createdAt)
    return .object(body)
  }
}

extension Response {
  /// A list that is short by nature and comes whole.
  static func items(_ items: [JSONValue]) -> Response { .json(["items": .array(items)]) }
}
