/// What a connection is used for, as the audit log names it.
package struct ConnectionUse: Sendable, Hashable {
  /// The kind of user: `flow`, `source`, `person`, `test`.
  package let kind: String
  /// Which one; an identifier.
  package let name: String?
  /// In the course of which run of a flow.
  package let run: String?

  package init(kind: String, name: String? = nil, run: String? = nil) {
    self.kind = kind
    self.name = name
    self.run = run
  }

  /// What the task in hand uses connections for. A task-local value, since a use goes through many hands (requests,
  /// uploads, files that are read as a stream) to which it means nothing.
  @TaskLocal package static var current = ConnectionUse.unspecified

  /// Where the caller doesn't say.
  package static let unspecified = ConnectionUse(kind: "unspecified")
  /// The test button.
  package static let test = ConnectionUse(kind: "test")

  /// A flow, in one of its runs.
  package static func flow(_ id: String, run: String? = nil) -> ConnectionUse {
    ConnectionUse(kind: "flow", name: id, run: run)
  }
  /// A source that is being synced.
  package static func source(_ id: String) -> ConnectionUse { ConnectionUse(kind: "source", name: id) }
  /// A person, directly.
  package static func person(_ id: String) -> ConnectionUse { ConnectionUse(kind: "person", name: id) }
}
