import Core

/// A step that cuts a list into lists of a size; its output is the list of them.
package struct BatchStep: Sendable, Hashable {
  package let items: ValueTemplate
  /// How many items are in each, the last one apart; from 1.
  package let size: Int
}

extension FlowReader {
  mutating func readBatch(_ value: JSONValue, id: String) -> BatchStep {
    let object = value.objectValue ?? [:]
    refuseUnknown(in: object, known: ["items", "size"], step: id, prefix: "batch.")
    if object["size"] == nil { report(id, "batch.size", "It is missing.", "Write how many items go together.") }
    return BatchStep(
      items: readItems("items", of: object, id: id, prefix: "batch."),
      size: number("size", of: object, in: 1...100_000, step: id, prefix: "batch.") ?? 1)
  }

  /// A list, or an expression that makes one.
  mutating func readItems(_ name: String, of object: JSONObject, id: String, prefix: String) -> ValueTemplate {
    let value = object[name] ?? .null
    if value.arrayValue == nil, !Self.isExpression(value) {
      report(
        id, prefix + name, object[name] == nil ? "It is missing." : "It is \(value.kindName).",
        "Write a list, or an expression that makes one.")
    }
    return templates.read(value, step: id, field: prefix + name)
  }
}
