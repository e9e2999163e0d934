package import Core

/// Moves the steps of a flow document from one version of a connector to a newer one, and says what it changed.
///
/// ```swift
/// let moved = FlowMigration(to: newConnector).migrate(document, from: oldID)
/// for change in moved.changes { print("\(change.path): \(change.text)") }
/// ```
package struct FlowMigration: Sendable {
  private let connector: ConnectorDefinition

  /// - Parameter connector: the version to move to; its file says how.
  package init(to connector: ConnectorDefinition) {
    self.connector = connector
  }

  /// What became of a document.
  package struct Result: Sendable, Hashable {
    package let document: JSONValue
    /// In the order of the document.
    package let changes: [Change]
    /// Whether a person must look at something before it runs.
    package var needsAttention: Bool { changes.contains(where: \.needsAttention) }
  }

  /// One thing that was changed, or must be looked at.
  package struct Change: Sendable, Hashable {
    /// Where in the document, as `steps.2.steps.0.input.folder`.
    package let path: String
    package let text: String
    package let needsAttention: Bool
  }

  /// Moves every step that names `old`.
  /// - Returns: the same document when there is none.
  package func migrate(_ document: JSONValue, from old: ConnectorID) -> Result {
    var walk = MigrationWalk(connector: connector, old: old)
    let moved = walk.visit(document, at: "")
    return Result(document: moved, changes: walk.changes)
  }
}
