/// What a connection is used for, as the audit log names it.
package struct ConnectionUse: Sendable, Hashable {
  /// The kind of user: `flow`, `source`, `person`, `test`.
  package let kind: String
  /// Which one; an identifier.
  package let name: String?

  package init(kind: String, name: String? = nil) {
    self.kind = kind
    self.name = name
  }

  /// What the task in hand uses connections for. A task-local value, since a use goes through many hands (requests,
  /// uploads, files that are read as a stream) to which it means nothing.
  @TaskLocal package static var current = ConnectionUse.unspecified

  /// Where the caller doesn't say.
  package static let unspecified = ConnectionUse(kind: "unspecified")
  /// The test button.
  package static let test = ConnectionUse(kind: "test")

  /// A flow.
  package static func flow(_ id: String) -> ConnectionUse { ConnectionUse(kind: "flow", name: id) }
  /// A person, directly.
  package static func person(_ id: String) -> ConnectionUse { ConnectionUse(kind: "person", name: id) }
}
