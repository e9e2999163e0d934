import Connectors

/// A connector made for one test: the head, and the actions that the test is about.
enum PeerConnector {
  /// - Parameters:
  ///   - head: further fields of the file.
  ///   - actions: indented by two.
  static func catalogue(head: String = "", _ actions: String) throws -> ConnectorCatalogue {
    try ConnectorCatalogue(files: [CatalogueFile(name: "peer/connector.yaml", text: text(head: head, actions))])
  }

  static func text(id: String = "peerConnector-v1.0", head: String = "", _ actions: String) -> String {
    """
    connector: \(id)
    title: Peer
    description: A service for tests.
    provenance: {source: nothing, date: "2026-11-22"}
    endpoint: {editable: true}
    authentication: [{kind: bearer}]
    retry: {attempts: 3, first: 1s, longest: 4s}
    \(head)
    actions:
    \(actions)
    """
  }
}

extension TestBench {
  /// The reference of an action of a connector made by ``PeerConnector``.
  static func peer(_ action: String) throws -> ActionReference {
    guard let reference = ActionReference("peerConnector-v1.0/\(action)") else { throw MissingReference() }
    return reference
  }

  struct MissingReference: Error {}
}
