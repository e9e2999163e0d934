import Core

/// A step that reads or writes the flow's own memory: keys and values that outlive its runs, for watermarks and look-ups.
package struct StateStep: Sendable, Hashable {
  /// What is done with a key.
  package enum Operation: String, Sendable, Hashable, CaseIterable {
    /// Its output is the value, or the default, or null.
    case get
    /// Its output is the value.
    case set
    /// Its output is the number after it.
    case increment
    /// Its output is the value that was there, or null.
    case delete
  }

  package let operation: Operation
  /// Comes out as an object with `key`, and `value`, `by` or `default` where the operation knows one.
  package let template: ValueTemplate

  /// How long a key may be, in characters, and a value, in bytes of JSON.
  package static let maximumKey = 200
  package static let maximumValue = 1 << 20
}

extension FlowReader {
  mutating func readState(_ value: JSONValue, id: String) -> StateStep {
    let object = value.objectValue ?? [:]
    let extras: [StateStep.Operation: [String]] = [.get: ["default"], .set: ["value"], .increment: ["by"], .delete: []]
    let found = StateStep.Operation.allCases.filter { object[$0.rawValue] != nil }
    guard let operation = found.first, found.count == 1 else {
      report(
        id, "state", "It doesn't say what to do.",
        "Write one of: {get: key, default: …}, {set: key, value: …}, {increment: key, by: 1}, {delete: key}.")
      return StateStep(operation: .get, template: .plain([:]))
    }
    refuseUnknown(in: object, known: [operation.rawValue] + (extras[operation] ?? []), step: id, prefix: "state.")
    if object[operation.rawValue]?.stringValue?.isEmpty ?? true {
      report(id, "state.\(operation.rawValue)", "It is no key.", "Write a text, or an expression that makes one.")
    }
    if operation == .set, object["value"] == nil { report(id, "state.value", "It is missing.", "Write the value.") }
    var members = object
    members["key"] = object[operation.rawValue]
    members[operation.rawValue] = nil
    return StateStep(operation: operation, template: templates.read(.object(members), step: id, field: "state"))
  }
}
