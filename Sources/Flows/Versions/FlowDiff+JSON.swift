package import Core

extension FlowDiff {
  /// For programs.
  package var json: JSONValue {
    ["fields": .array(fields.map(\.json)), "steps": .array(steps.map(\.json))]
  }
}

extension FlowDiff.Field {
  fileprivate var json: JSONValue {
    var body: JSONObject = ["field": .string(name)]
    if let before { body["before"] = before }
    if let after { body["after"] = after }
    return .object(body)
  }
}

extension FlowDiff.Step {
  fileprivate var json: JSONValue {
    var body: JSONObject = ["id": .string(id), "changes": .array(changes.map(JSONValue.string))]
    if let from { body["from"] = from.json }
    if let to { body["to"] = to.json }
    body["fields"] = .array(fields.map(\.json))
    return .object(body)
  }
}

extension StepPlace {
  fileprivate var json: JSONValue {
    ["parent": .string(parent), "list": .string(list), "index": JSONValue(index)]
  }
}
