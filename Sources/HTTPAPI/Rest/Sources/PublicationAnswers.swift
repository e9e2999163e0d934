import Blobs
import Core
import Library
import Sources

extension Publication {
  var json: JSONValue {
    var body: JSONObject = [
      "id": JSONValue(id), "team": JSONValue(team), "name": .string(name), "connection": .string(origin.text),
      "collection": JSONValue(collection), "rules": rules.json, "active": .bool(isActive), "owner": JSONValue(owner),
      "createdAt": JSONValue(createdAt), "changedAt": JSONValue(changedAt),
    ]
    body["dueAt"] = dueAt.map { JSONValue($0) }
    body["run"] = last?.json
    return .object(body)
  }
}

extension PublicationRecord {
  var json: JSONValue {
    var body: JSONObject = [
      "state": .string(state.rawValue), "startedAt": JSONValue(startedAt), "counts": .object(counts.json),
    ]
    body["endedAt"] = endedAt.map { JSONValue($0) }
    body["problem"] = problem.map { .string($0) }
    return .object(body)
  }
}

extension PublishedFile {
  var json: JSONValue {
    var body: JSONObject = [
      "id": JSONValue(id), "asset": JSONValue(asset), "state": .string(state.rawValue), "current": .bool(isCurrent),
      "fileName": .string(wanted.fileName), "tries": JSONValue(tries),
    ]
    body["name"] = name.map { .string($0) }
    body["remote"] = there.map { .string($0.item) }
    body["sha256"] = there?.content.map { .string($0.hash.sha256) }
    body["size"] = wanted.content.map { .int($0.size) }
    body["retryAt"] = dueAt.map { JSONValue($0) }
    body["problem"] = problem.map { .string($0) }
    return .object(body)
  }
}

/// How publications look in our own API.
enum PublicationShapes {
  static let publication = Shape.named(
    "Publication",
    .object([
      .required("id", .id), .required("team", .id), .required("name", .string),
      .required("connection", .string, "A connection's id, or `folder` for folders of this machine."),
      .required("collection", .id), .required("rules", rules), .required("active", .boolean), .required("owner", .id),
      .required("createdAt", .date), .required("changedAt", .date),
      .optional("dueAt", .date, "When it is run next by itself."),
      .optional("run", run, "The one that is going on, or the last."),
    ]))

  static let run = Shape.named(
    "PublicationRun",
    .object([
      .required("state", .words(SyncRecord.State.allCases.map(\.rawValue))), .required("startedAt", .date),
      .optional("endedAt", .date), .optional("problem", .string), .required("counts", .map(.integer)),
    ]))

  static let file = Shape.object([
    .required("id", .id), .required("asset", .id),
    .required("state", .words(PublishedFile.State.allCases.map(\.rawValue))),
    .required("current", .boolean, "Whether its asset is in the collection; otherwise it is to be removed, or left."),
    .required("fileName", .string, "What the library calls it."), .required("tries", .integer),
    .optional("name", .string, "Its name there."), .optional("remote", .string, "The service's id."),
    .optional("sha256", .string, "Of what was sent."), .optional("size", .integer), .optional("retryAt", .date),
    .optional("problem", .string),
  ])

  static let standing = Shape.object([
    .required("files", .map(.integer), "How many files are in each state."), .optional("run", run),
  ])

  static let creation = BodyShape.json(
    .object([
      .optional("team", .id, "The organization's team when missing."), .required("name", .string),
      .required("connection", .string), .required("collection", .id), .required("rules", rules),
      .optional("active", .boolean),
    ]), "It is run at once, unless its schedule is `manual`.")

  static let change = BodyShape.json(
    .object([
      .optional("name", .string), .optional("connection", .string), .optional("collection", .id),
      .optional("rules", rules), .optional("active", .boolean),
    ]), "What is missing stays as it is; rules are given whole.")

  private static let rules = Shape.named(
    "PublicationRules",
    .object([
      .required("folder", .object([.required("id", .string), .optional("path", .string)])),
      .optional("sends", .words(PublicationRules.Sends.all.map(\.text)), "The original, or one of its pictures."),
      .optional(
        "left", .words(PublicationRules.Left.allCases.map(\.rawValue)),
        "What becomes of a file when its asset leaves the collection."),
      .optional("schedule", .string, "`manual`, `12h`, `day`, `week`, `month`, or `cron`, a line and a time zone."),
      .optional("follows", .boolean, "Whether changes of the collection are sent at once; true when missing."),
    ]))
}
