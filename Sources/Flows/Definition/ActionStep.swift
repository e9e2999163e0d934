/// A step that calls an action, mostly of a connection.
package struct ActionStep: Sendable, Hashable {
  /// As registered: `mediavaletConnector-v1.0/uploadAsset`.
  package let action: String
  /// The name or identifier of the connection as the author wrote it; `nil` for an action that needs none.
  package let connection: String?
  /// What it is called with.
  package let input: ValueTemplate
}
