import Core

/// A step that sets variables.
///
/// Variables set inside of a loop or a parallel branch belong to that item or branch alone: they are done at the same
/// time, and in any order.
package struct SetStep: Sendable, Hashable {
  /// An object; each member becomes `.vars.<name>`.
  package let values: ValueTemplate
}

extension FlowReader {
  mutating func readSet(_ object: JSONObject, id: String) -> SetStep {
    let values = object["set"] ?? .null
    if values.objectValue?.isEmpty ?? true {
      report(id, "set", "It sets nothing.", "Write an object: each variable's name and value.")
    }
    return SetStep(values: templates.read(values, step: id, field: "set"))
  }
}
