package import Connections
import Core

/// Where a source's files are.
package enum SourceOrigin: Sendable, Hashable {
  /// Folders of this machine that the operator allows.
  case machine
  case connection(ConnectionID)

  /// As it is kept and written: `folder`, or the connection's id.
  package var text: String {
    switch self {
    case .machine: "folder"
    case .connection(let id): id.description
    }
  }

  /// - Returns: `nil` when the text is neither.
  package init?(_ text: String) {
    if text == "folder" {
      self = .machine
    } else {
      guard let id = ConnectionID(text) else { return nil }
      self = .connection(id)
    }
  }

  package var connection: ConnectionID? {
    if case .connection(let id) = self { id } else { nil }
  }
}
