/// Which action of which connector version, as `mediavaletConnector-v1.0/uploadAsset`.
package struct ActionReference: Sendable, Hashable, CustomStringConvertible {
  package let connector: ConnectorID
  package let action: String

  package init(connector: ConnectorID, action: String) {
    self.connector = connector
    self.action = action
  }

  /// - Returns: `nil` when `text` isn't a connector id, a slash and a name.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let connector = ConnectorID(String(parts[0])), !parts[1].isEmpty else { return nil }
    self.connector = connector
    action = String(parts[1])
  }

  package var description: String { "\(connector)/\(action)" }
}
