import Core

/// A step that cuts a text into parts; its output is the list of them.
package struct SplitStep: Sendable, Hashable {
  /// Comes out as an object with `value` and `by`, both texts.
  package let template: ValueTemplate
}

extension FlowReader {
  mutating func readSplit(_ value: JSONValue, id: String) -> SplitStep {
    var object = value.objectValue ?? [:]
    refuseUnknown(in: object, known: ["value", "by"], step: id, prefix: "split.")
    if object["value"] == nil { report(id, "split.value", "It is missing.", "Write the text to cut.") }
    if object["by"]?.stringValue?.isEmpty ?? false {
      report(id, "split.by", "It is empty.", "Write what stands between the parts, like \",\".")
    }
    if object["by"] == nil { object["by"] = "\n" }
    return SplitStep(template: templates.read(.object(object), step: id, field: "split"))
  }
}
