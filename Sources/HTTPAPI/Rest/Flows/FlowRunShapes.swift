import Core
import Flows

/// How runs and their logs look in our own API.
enum FlowRunShapes {
  static let failure = Shape.named(
    "StepFailure",
    .object([
      .required("code", .string), .required("message", .string), .optional("advice", .string),
      .optional("field", .string), .optional("details", .map(.any)),
    ]))

  static let run = Shape.named(
    "Run",
    .object([
      .required("id", .id), .required("flow", .id), .required("version", .integer), .required("team", .id),
      .required("state", .words(["queued", "running", "waiting", "paused", "succeeded", "failed", "cancelled"])),
      .required("trigger", .string), .optional("startedBy", .id),
      .required("createdAt", .date), .optional("startedAt", .date), .optional("endedAt", .date),
      .optional("waitsUntil", .date), .optional("pausedAt", .date), .optional("parent", .id),
      .optional("rerunOf", .id), .optional("label", .string),
      .optional("heldBy", .words(RunHold.allCases.map(\.rawValue))), .optional("heldReason", .string),
      .optional("output", .any),
      .optional("failedPath", .string),
      .optional("failure", failure), .required("cancelRequested", .boolean),
    ]))

  static let attempt = Shape.object([
    .required("number", .integer), .required("outcome", .words(["failed", "interrupted"])),
    .required("startedAt", .date), .required("endedAt", .date), .optional("failure", failure),
  ])

  static let entry = Shape.named(
    "StepEntry",
    .object([
      .required("path", .string), .optional("parent", .string), .required("step", .string), .required("kind", .string),
      .required("state", .words(["running", "waiting", "succeeded", "failed", "cancelled"])),
      .required("attempt", .integer), .required("input", .any), .optional("output", .any),
      .optional("failure", failure),
      .required("startedAt", .date), .optional("endedAt", .date), .optional("wakesAt", .date),
      .optional("done", .integer), .optional("total", .integer), .required("attempts", .array(attempt)),
      .required("tries", .array(RunLogShapes.tried), "Every attempt, the last one included."),
      .required("revision", .integer),
    ]))

  static let log = Shape.named("RunLog", .object([.required("run", run), .required("entries", .array(entry))]))
}

extension Run {
  var json: JSONValue {
    var body: JSONObject = [
      "id": JSONValue(id), "flow": JSONValue(flow), "version": JSONValue(version), "team": JSONValue(team),
      "state": .string(state.name), "trigger": .string(triggerKind),
    ]
    if let startedBy { body["startedBy"] = JSONValue(startedBy) }
    body["createdAt"] = JSONValue(createdAt)
    if let startedAt { body["startedAt"] = JSONValue(startedAt) }
    if let endedAt = state.endedAt { body["endedAt"] = JSONValue(endedAt) }
    switch state {
    case .waiting(let until): body["waitsUntil"] = JSONValue(until)
    case .paused(let since): body["pausedAt"] = JSONValue(since)
    case .succeeded(_, let output): body["output"] = output
    case .failed(_, let path, let failure):
      body["failedPath"] = .string(path)
      body["failure"] = failure.json
    case .queued, .running, .cancelled: break
    }
    if let parent { body["parent"] = JSONValue(parent.run) }
    if let rerunOf { body["rerunOf"] = JSONValue(rerunOf) }
    if let label { body["label"] = .string(label) }
    if let hold {
      body["heldBy"] = .string(hold.rawValue)
      body["heldReason"] = .string(hold.message)
    }
    body["cancelRequested"] = .bool(isCancelRequested)
    return .object(body)
  }
}

extension StepEntry {
  var json: JSONValue {
    var body: JSONObject = ["path": .string(path)]
    if let parentPath { body["parent"] = .string(parentPath) }
    body["step"] = .string(stepID)
    body["kind"] = .string(kind)
    body["state"] = .string(state)
    body["attempt"] = JSONValue(attempt)
    body["input"] = input.json
    if let output { body["output"] = output.json }
    if let failure { body["failure"] = failure.json }
    body["startedAt"] = JSONValue(startedAt)
    if let endedAt { body["endedAt"] = JSONValue(endedAt) }
    if let wakesAt { body["wakesAt"] = JSONValue(wakesAt) }
    if let done { body["done"] = .int(done) }
    if let total { body["total"] = .int(total) }
    body["attempts"] = .array(attempts.map(\.json))
    body["tries"] = .array(tries.map(\.json))
    body["revision"] = .int(revision)
    return .object(body)
  }
}

extension AttemptRecord {
  var json: JSONValue {
    var body: JSONObject = [
      "number": JSONValue(number), "outcome": .string(outcome.rawValue), "startedAt": JSONValue(startedAt),
      "endedAt": JSONValue(endedAt),
    ]
    if let failure { body["failure"] = failure.json }
    return .object(body)
  }
}
