import Core
import Sources

extension Source {
  var json: JSONValue {
    var body: JSONObject = [
      "id": JSONValue(id), "team": JSONValue(team), "name": .string(name), "connection": .string(origin.text),
      "rules": rules.json, "active": .bool(isActive), "owner": JSONValue(owner), "createdAt": JSONValue(createdAt),
      "changedAt": JSONValue(changedAt),
    ]
    body["dueAt"] = dueAt.map { JSONValue($0) }
    body["sync"] = last?.json
    return .object(body)
  }
}

extension SyncRecord {
  var json: JSONValue {
    var body: JSONObject = [
      "number": JSONValue(number), "kind": .string(kind.rawValue), "phase": .string(phase.rawValue),
      "state": .string(state.rawValue), "startedAt": JSONValue(startedAt), "counts": .object(counts.json),
    ]
    body["endedAt"] = endedAt.map { JSONValue($0) }
    body["problem"] = problem.map { .string($0) }
    return .object(body)
  }
}

extension SourceStanding {
  func json(_ push: [Subscription]) -> JSONValue {
    let states = SourceFile.State.allCases.map { ($0.rawValue, JSONValue(files[$0] ?? 0)) }
    var body: JSONObject = [
      "files": .object(JSONObject(states)), "waitingBytes": .int(waitingBytes), "failing": JSONValue(failing),
      "push": .array(push.map(\.json)),
    ]
    body["bytesPerSecond"] = rate.map { .double($0) }
    body["secondsLeft"] = timeLeft.map { .double($0) }
    body["sync"] = last?.json
    return .object(body)
  }
}

extension Subscription {
  var json: JSONValue {
    var body: JSONObject = ["state": .string(state.rawValue)]
    body["endsAt"] = endsAt.map { JSONValue($0) }
    body["heardAt"] = heardAt.map { JSONValue($0) }
    body["problem"] = problem.map { .string($0) }
    return .object(body)
  }
}

extension SourceFile {
  var json: JSONValue {
    var body: JSONObject = [
      "remote": .string(id.text), "path": .string(path.text), "name": .string(name), "state": .string(state.rawValue),
      "tries": JSONValue(tries),
    ]
    body["size"] = size.map { .int($0) }
    body["modifiedAt"] = modifiedAt.map { JSONValue($0) }
    body["asset"] = asset.flatMap { content == nil ? nil : JSONValue($0) }
    body["retryAt"] = dueAt.map { JSONValue($0) }
    body["problem"] = problem.map { .string($0) }
    body["page"] = page.map { .string($0) }
    return .object(body)
  }
}

extension SyncPreview {
  var json: JSONValue {
    let examples = examples.map { example -> JSONValue in
      var body: JSONObject = ["what": .string(example.what.rawValue), "path": .string(example.path)]
      body["note"] = example.note.map { .string($0) }
      return .object(body)
    }
    return ["counts": .object(counts.json), "examples": .array(examples), "cut": .bool(isCut)]
  }
}
