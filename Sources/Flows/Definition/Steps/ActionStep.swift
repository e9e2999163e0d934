import Core

/// A step that calls an action, mostly of a connection.
package struct ActionStep: Sendable, Hashable {
  /// As registered: `mediavaletConnector-v1.0/uploadAsset`.
  package let action: String
  /// The name or identifier of the connection as the author wrote it; `nil` for an action that needs none.
  package let connection: String?
  /// What it is called with.
  package let input: ValueTemplate
}

extension FlowReader {
  /// Reads `action`, `connection` and `input`.
  /// - Parameter prefix: where they stand, as `forEach.`.
  mutating func readAction(_ object: JSONObject, id: String?, prefix: String = "") -> ActionStep {
    let action = text("action", of: object, step: id, isRequired: true, prefix: prefix) ?? ""
    let parts = action.split(separator: "/", omittingEmptySubsequences: false)
    if !action.isEmpty, parts.count != 2 || parts.contains(where: \.isEmpty) {
      report(
        id, "\(prefix)action", "\"\(action)\" is no action.",
        "Write connector/action, like mediavaletConnector-v1.0/uploadAsset.")
    }
    let input = object["input"] ?? [:]
    if input.objectValue == nil, !Self.isExpression(input) {
      report(id, "\(prefix)input", "It is \(input.kindName).", "Write an object, or an expression that makes one.")
    }
    return ActionStep(
      action: action, connection: text("connection", of: object, step: id, isRequired: false, prefix: prefix),
      input: templates.read(input, step: id, field: "\(prefix)input"))
  }
}
