import Core
import Flows
import Hummingbird
import Identity

/// How flows look in our own API.
enum FlowShapes {
  static let problem = Shape.named(
    "FlowProblem",
    .object([
      .optional("step", .string, "The step's id, or its place when it has none."),
      .required("field", .string, "A path inside of the step, or of the flow."), .required("message", .string),
      .required("advice", .string),
    ]))

  static let problems = Shape.object([.required("problems", .array(problem))])

  private static let members: [Shape.Member] = [
    .required("id", .id), .required("team", .id), .required("name", .string), .required("description", .string),
    .required("version", .integer, "The published one; 0 before the first publishing."),
    .required("published", .boolean), .required("active", .boolean), .optional("nextStart", .date),
    .optional(
      "draft",
      .object([.required("revision", .integer), .required("base", .integer), .required("updatedAt", .date)]),
      "That somebody is changing it."),
    .required("createdAt", .date), .required("updatedAt", .date), .optional("createdBy", .id),
  ]

  static let flow = Shape.named("Flow", .object(members))

  static let wholeFlow = Shape.named(
    "FlowWithDefinition",
    .object(
      members + [
        .required("triggers", .array(.string)), .required("connections", .array(.string)),
        .required("definition", .map(.any), "The document of the newest version."),
      ]))

  static let version = Shape.named(
    "FlowVersion",
    .object([
      .required("number", .integer), .optional("note", .string, "What its author says about the change."),
      .optional("rolledBackFrom", .integer, "The version it repeats."), .required("createdAt", .date),
      .optional("createdBy", .id),
      .required("definition", .map(.any)), .required("source", .string, "The same as YAML."),
    ]))

  static let document: [Shape.Member] = [
    .optional("definition", .map(.any), "The flow as JSON; either this or `source`."),
    .optional("source", .string, "The flow as a text, YAML or JSON."),
  ]

  static let action = Shape.named(
    "Action",
    .object([
      .required("name", .string), .required("title", .string), .required("needsConnection", .boolean),
      .required("input", .map(.any), "JSON Schema."), .required("output", .map(.any), "JSON Schema."),
    ]))

  static let webhook = Shape.named(
    "FlowWebhook",
    .object([
      .required("path", .string, "The address, from the origin."), .required("signed", .boolean),
      .required("secrets", .array(secretName), "Those that were entered."),
    ]))

  static let secretName = Shape.words(HookSecretName.allCases.map(\.rawValue))
}

extension Flow {
  var fields: JSONObject {
    var body: JSONObject = [
      "id": JSONValue(id), "team": JSONValue(team), "name": .string(name), "description": .string(description),
      "version": JSONValue(version), "published": .bool(isPublished), "active": .bool(isActive),
    ]
    if let draft {
      body["draft"] = [
        "revision": JSONValue(draft.revision), "base": JSONValue(draft.base), "updatedAt": JSONValue(draft.updatedAt),
      ]
    }
    if let nextStart { body["nextStart"] = JSONValue(nextStart) }
    body["createdAt"] = JSONValue(createdAt)
    body["updatedAt"] = JSONValue(updatedAt)
    if let createdBy { body["createdBy"] = JSONValue(createdBy) }
    return body
  }

  var json: JSONValue { .object(fields) }

  func json(with definition: FlowDefinition, _ document: JSONValue) -> JSONValue {
    var body = fields
    body["triggers"] = .array(definition.triggers.map { .string($0.kindName) })
    body["connections"] = .array(definition.connections.map(JSONValue.string))
    body["definition"] = document
    return .object(body)
  }
}

extension FlowWebhook {
  var json: JSONValue {
    [
      "path": .string("/hooks/\(token.revealed)"), "signed": .bool(hasSecret),
      "secrets": .array(secrets.map(\.rawValue).sorted().map(JSONValue.string)),
    ]
  }
}

extension FlowVersion {
  func json() throws -> JSONValue {
    var body: JSONObject = ["number": JSONValue(number), "createdAt": JSONValue(createdAt)]
    if let note { body["note"] = .string(note) }
    if let rolledBackFrom { body["rolledBackFrom"] = JSONValue(rolledBackFrom) }
    if let createdBy { body["createdBy"] = JSONValue(createdBy) }
    body["definition"] = document
    body["source"] = .string(try FlowDocument.yaml(document))
    return .object(body)
  }
}

extension RegisteredAction {
  var json: JSONValue {
    [
      "name": .string(name), "title": .string(title), "needsConnection": .bool(needsConnection), "input": inputSchema,
      "output": outputSchema,
    ]
  }
}

extension JSONFields {
  /// The flow's document, as `definition` or as `source`.
  func flowDocument() throws -> JSONValue {
    if let definition = valueIfAny("definition") { return try PortableFlow(splitting: definition).document }
    return try PortableFlow.parse(try string("source")).document
  }

  /// Keeps the text of a flow that came as one, for its comments.
  func keepSource(of id: FlowID, in flows: Flows, as principal: Principal) async throws {
    guard !has("definition"), let text = try stringIfAny("source") else { return }
    try await flows.keepSource(text, of: id, as: principal)
  }
}
