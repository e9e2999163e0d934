import Core
import Flows

/// How drafts, differences and files of flows look in our own API.
enum FlowVersionShapes {
  static let draft = Shape.named(
    "FlowDraft",
    .object([
      .required("flow", .id), .required("base", .integer, "The version it was made on; 0 before the first publishing."),
      .required("revision", .integer, "Counts the savings."), .required("updatedAt", .date),
      .optional("updatedBy", .id), .required("definition", .map(.any)),
      .required("source", .string, "The same as YAML, as somebody wrote it."),
      .required("problems", .array(FlowShapes.problem), "What keeps it from being published."),
    ]))

  private static let field = Shape.object([
    .required("field", .string), .optional("before", .any), .optional("after", .any),
  ])

  private static let place = Shape.object([
    .required("parent", .string, "The step it stands in; empty at the top."), .required("list", .string),
    .required("index", .integer),
  ])

  static let diff = Shape.named(
    "FlowDiff",
    .object([
      .required("fields", .array(field)),
      .required(
        "steps",
        .array(
          .object([
            .required("id", .string), .required("changes", .array(.words(["added", "removed", "moved", "changed"]))),
            .optional("from", place), .optional("to", place), .required("fields", .array(field)),
          ]))),
    ]))

  static let imported = Shape.named(
    "ImportedFlow",
    .object([
      .required("flow", FlowShapes.flow),
      .required(
        "unmapped",
        .array(
          .object([
            .required("name", .string), .required("connector", .string), .required("steps", .array(.string)),
          ])), "Connections that the team doesn't have."),
      .required("problems", .array(FlowShapes.problem), "With any, the flow is a draft."),
      .required("withheld", .array(.string), "What the export left out since it looked like a secret."),
    ]))
}

extension FlowDraft {
  /// - Parameter source: the document as YAML, as somebody wrote it.
  func json(problems: [FlowProblem], source: String) -> JSONValue {
    var body: JSONObject = [
      "flow": JSONValue(flow), "base": JSONValue(base), "revision": JSONValue(revision),
      "updatedAt": JSONValue(updatedAt),
    ]
    if let updatedBy { body["updatedBy"] = JSONValue(updatedBy) }
    body["definition"] = document
    body["source"] = .string(source)
    body["problems"] = .array(problems.map(\.json))
    return .object(body)
  }
}

extension ImportedFlow {
  var json: JSONValue {
    let unmapped = unmapped.map { connection -> JSONValue in
      [
        "name": .string(connection.name), "connector": .string(connection.connector),
        "steps": .array(connection.steps.map(JSONValue.string)),
      ]
    }
    return [
      "flow": flow.json, "unmapped": .array(unmapped), "problems": .array(problems.map(\.json)),
      "withheld": .array(withheld.map(JSONValue.string)),
    ]
  }
}
