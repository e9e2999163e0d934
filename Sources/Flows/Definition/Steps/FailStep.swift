import Core

/// A step that fails, with the author's own reason.
package struct FailStep: Sendable, Hashable {
  /// Comes out as an object with `message` and `code`.
  package let template: ValueTemplate

  /// The code of a failure that the author gave none.
  package static let standardCode = "failed_by_flow"
}

extension FlowReader {
  mutating func readFail(_ value: JSONValue, id: String) -> FailStep {
    var object = value.objectValue ?? [:]
    if case .string = value { object = ["message": value] }
    refuseUnknown(in: object, known: ["message", "code"], step: id, prefix: "fail.")
    _ = text("message", of: object, step: id, isRequired: true, prefix: "fail.")
    return FailStep(template: templates.read(.object(object), step: id, field: "fail"))
  }
}
