import Core

/// A step that ends the run well, wherever it stands. What is in flight elsewhere is given up.
package struct StopStep: Sendable, Hashable {
  /// The run's output.
  package let output: ValueTemplate
}

extension FlowReader {
  mutating func readStop(_ value: JSONValue, id: String) -> StopStep {
    let object = value.objectValue ?? [:]
    refuseUnknown(in: object, known: ["output"], step: id, prefix: "stop.")
    return StopStep(output: templates.read(object["output"] ?? .null, step: id, field: "stop.output"))
  }
}
