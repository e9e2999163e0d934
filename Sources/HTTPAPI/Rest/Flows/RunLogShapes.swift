import Core
import Flows

/// How attempts, retention and notices look in our own API.
enum RunLogShapes {
  static let tried = Shape.named(
    "StepTry",
    .object([
      .required("number", .integer),
      .required("outcome", .words(["running", "waiting", "succeeded", "failed", "interrupted", "cancelled"])),
      .required("startedAt", .date), .optional("endedAt", .date), .optional("milliseconds", .integer),
      .optional("failure", FlowRunShapes.failure), .optional("retryReason", .string, "Why there was another one."),
      .required("exchanges", .array(.any), "What it sent and got back over HTTP, bounded and masked."),
    ]))

  static let found = Shape.object([.required("run", FlowRunShapes.run), .required("entry", FlowRunShapes.entry)])

  private static let rule = Shape.object([
    .optional("days", .integer, "Kept for so many days after a run's end."),
    .optional("bytes", .integer, "Kept up to so many bytes, the oldest go first."),
  ])

  static let retention = Shape.named(
    "Retention",
    .object([
      .required("own", rule, "The flow's own; what is missing follows the site's."), .required("effective", rule),
      .required("bytes", .integer, "What the logs of ended runs take."), .required("runs", .integer),
    ]))

  static let target = Shape.named(
    "NoticeTarget",
    .object([
      .required("id", .id), .required("team", .id), .optional("flow", .id, "Missing for all of the team's flows."),
      .required("kind", .words(NoticeTarget.Kind.allCases.map(\.rawValue))),
      .required("address", .string, "Enough of it to recognise it by."), .required("windowSeconds", .integer),
      .required("recovery", .boolean), .required("createdAt", .date),
      .optional("secret", .string, "What webhooks are signed with; only in the answer that makes it."),
    ]))
}

extension StepTry {
  var json: JSONValue {
    var body: JSONObject = [
      "number": JSONValue(number), "outcome": .string(outcome), "startedAt": JSONValue(startedAt),
    ]
    if let endedAt { body["endedAt"] = JSONValue(endedAt) }
    if let duration {
      let parts = duration.components
      body["milliseconds"] = .int(parts.seconds * 1000 + parts.attoseconds / 1_000_000_000_000_000)
    }
    if let failure { body["failure"] = failure.json }
    if let retryReason { body["retryReason"] = .string(retryReason) }
    body["exchanges"] = .array(exchanges)
    return .object(body)
  }
}

extension RetentionRule {
  var json: JSONValue {
    var body = JSONObject()
    if let days { body["days"] = JSONValue(days) }
    if let bytes { body["bytes"] = .int(bytes) }
    return .object(body)
  }
}

extension RetentionState {
  var json: JSONValue {
    ["own": own.json, "effective": effective.json, "bytes": .int(bytes), "runs": JSONValue(runs)]
  }
}

extension NoticeTarget {
  func json(secret: Secret? = nil) -> JSONValue {
    var body: JSONObject = ["id": JSONValue(id), "team": JSONValue(team)]
    if let flow { body["flow"] = JSONValue(flow) }
    body["kind"] = .string(kind.rawValue)
    body["address"] = .string(shown)
    body["windowSeconds"] = JSONValue(windowSeconds)
    body["recovery"] = .bool(tellsRecovery)
    body["createdAt"] = JSONValue(createdAt)
    if let secret { body["secret"] = .string(secret.revealed) }
    return .object(body)
  }
}
