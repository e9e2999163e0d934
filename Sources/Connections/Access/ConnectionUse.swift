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

  /// Where the caller doesn't say.
  package static let unspecified = ConnectionUse(kind: "unspecified")
  /// The test button.
  package static let test = ConnectionUse(kind: "test")

  /// A flow.
  package static func flow(_ id: String) -> ConnectionUse { ConnectionUse(kind: "flow", name: id) }
  /// A person, directly.
  package static func person(_ id: String) -> ConnectionUse { ConnectionUse(kind: "person", name: id) }
}
