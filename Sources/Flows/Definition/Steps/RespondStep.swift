import Core

/// A step that answers the webhook that started the run and waits for it. The run goes on.
package struct RespondStep: Sendable, Hashable {
  /// Comes out as an object with `status`, `headers` and `body`.
  package let template: ValueTemplate
}

extension FlowReader {
  mutating func readRespond(_ value: JSONValue, id: String) -> RespondStep {
    let object = value.objectValue ?? [:]
    refuseUnknown(in: object, known: ["status", "headers", "body"], step: id, prefix: "respond.")
    if let status = object["status"], !Self.isExpression(status) {
      _ = number("status", of: object, in: 200...599, step: id, prefix: "respond.")
    }
    if let headers = object["headers"], headers.objectValue == nil, !Self.isExpression(headers) {
      report(id, "respond.headers", "It is \(headers.kindName).", "Write an object: names and values.")
    }
    return RespondStep(template: templates.read(.object(object), step: id, field: "respond"))
  }
}
