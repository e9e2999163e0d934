import Core
import Flows

/// How triggers and received calls look in our own API.
enum FlowTriggerShapes {
  static let firing = Shape.object([
    .required("at", .date), .required("local", .string, "The clock on the wall, with its distance from UTC."),
    .optional("note", .string, "When clocks are changed around it."),
  ])

  static let trigger = Shape.named(
    "FlowTrigger",
    .object([
      .required("kind", .words(["manual", "webhook", "schedule", "poll", "library", "skyhook", "flow"])),
      .required("text", .string), .optional("next", .array(firing), "The next five times."),
      .optional("missed", .words(ScheduleTrigger.Missed.allCases.map(\.rawValue))),
      .optional("polledAt", .date), .optional("nextPoll", .date), .optional("foundAt", .date),
      .optional("problem", FlowRunShapes.failure, "Why a poll's last question failed."),
      .optional("preset", .string), .optional("missingSecrets", .array(FlowShapes.secretName)),
    ]))

  static let call = Shape.named(
    "WebhookCall",
    .object([
      .required("id", .id), .required("flow", .id), .required("team", .id), .required("receivedAt", .date),
      .required("method", .string), .optional("remoteAddress", .string), .required("size", .integer, "In bytes."),
      .required("outcome", .words(ReceivedCall.Outcome.allCases.map(\.rawValue))), .required("status", .integer),
      .optional("code", .string), .optional("reason", .string), .required("runs", .array(.id)),
      .optional("replays", .id, "The call it repeats."),
    ]))

  static let wholeCall = Shape.named(
    "WebhookCallWithPayload",
    .object([
      .required("call", call), .required("headers", .map(.string)), .required("query", .map(.any)),
      .required("body", .any, "Masked; null when it isn't kept with the call."), .optional("file", .any),
    ]))
}

extension TriggerStatus {
  var json: JSONValue {
    var body: JSONObject = ["kind": .string(kind), "text": .string(text)]
    if kind == "schedule" { body["next"] = .array(firings.map(\.json)) }
    if let missed { body["missed"] = .string(missed.rawValue) }
    if let polledAt { body["polledAt"] = JSONValue(polledAt) }
    if let nextPoll { body["nextPoll"] = JSONValue(nextPoll) }
    if let foundAt { body["foundAt"] = JSONValue(foundAt) }
    if let problem { body["problem"] = problem.json }
    if let preset { body["preset"] = .string(preset.rawValue) }
    if !missingSecrets.isEmpty { body["missingSecrets"] = .array(missingSecrets.map { .string($0.rawValue) }) }
    return .object(body)
  }
}

extension ReceivedCall {
  var json: JSONValue {
    var body: JSONObject = [
      "id": JSONValue(id), "flow": JSONValue(flow), "team": JSONValue(team), "receivedAt": JSONValue(receivedAt),
      "method": .string(method),
    ]
    if let remoteAddress { body["remoteAddress"] = .string(remoteAddress) }
    body["size"] = .int(size)
    body["outcome"] = .string(outcome.rawValue)
    body["status"] = JSONValue(status)
    if let code { body["code"] = .string(code) }
    if let reason { body["reason"] = .string(reason) }
    body["runs"] = .array(runs.map { JSONValue($0) })
    if let replays { body["replays"] = JSONValue(replays) }
    return .object(body)
  }

  func json(with payload: JSONValue) -> JSONValue {
    var whole: JSONObject = ["call": json, "headers": .object(headers), "query": .object(query), "body": payload]
    whole["file"] = file
    return .object(whole)
  }
}
