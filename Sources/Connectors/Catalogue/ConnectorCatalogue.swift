import Dispatch
import Synchronization

/// All connectors this program knows, old versions beside new ones.
package struct ConnectorCatalogue: Sendable {
  /// By id, in order.
  package let connectors: [ConnectorDefinition]
  private let byID: [ConnectorID: ConnectorDefinition]

  /// - Parameter connectors: where two have the same id, the later one counts.
  package init(_ connectors: [ConnectorDefinition]) {
    byID = Dictionary(connectors.map { ($0.id, $0) }, uniquingKeysWith: { _, later in later })
    self.connectors = byID.values.sorted { $0.id < $1.id }
  }

  /// Reads connector files.
  /// - Throws: ``ConnectorFileError`` for the first file that is wrong, with everything that is wrong in it.
  package init(files: [CatalogueFile]) throws(ConnectorFileError) {
    var connectors: [ConnectorDefinition] = []
    var generated: [ConnectorDefinition] = []
    for (file, read) in zip(files, Self.read(files)) {
      if file.isGenerated { generated.append(try read.get()) } else { connectors.append(try read.get()) }
    }
    for further in generated {
      connectors = connectors.map { $0.id == further.id ? $0.completed(by: further) : $0 }
    }
    self.init(connectors)
  }

  /// On all processors: this is most of what a start costs.
  private static func read(_ files: [CatalogueFile]) -> [Result<ConnectorDefinition, ConnectorFileError>] {
    let read = Mutex<[Int: Result<ConnectorDefinition, ConnectorFileError>]>([:])
    // The longest first, so that none of them is begun last.
    let order = files.indices.sorted { files[$0].text.utf8.count > files[$1].text.utf8.count }
    DispatchQueue.concurrentPerform(iterations: order.count) { turn in
      let file = files[order[turn]]
      let result = Result { () throws(ConnectorFileError) in try ConnectorFile.read(file.text, file: file.name) }
      read.withLock { $0[order[turn]] = result }
    }
    return read.withLock { read in files.indices.compactMap { read[$0] } }
  }

  package func connector(_ id: ConnectorID) -> ConnectorDefinition? {
    byID[id]
  }

  /// The connector that a connection names.
  package func connector(named text: String) -> ConnectorDefinition? {
    ConnectorID(text).flatMap { byID[$0] }
  }

  /// Every action of every connector: what the flow engine registers and the flow builder lists.
  package var actions: [ActionDescription] {
    connectors.flatMap(\.actionDescriptions)
  }
}

extension ConnectorDefinition {
  /// Its actions as flows and pages list them.
  package var actionDescriptions: [ActionDescription] { actions.map { ActionDescription($0, of: self) } }
}

/// The text of one connector file.
package struct CatalogueFile: Sendable, Hashable {
  /// As `mediavalet/connector.yaml`.
  package let name: String
  package let text: String

  /// Whether the importer made it, to complete the connector beside it.
  var isGenerated: Bool { name.hasSuffix("/operations.yaml") }

  package init(name: String, text: String) {
    self.name = name
    self.text = text
  }
}

extension ConnectorCatalogue {
  /// The connectors that are part of the program. Read once.
  /// - Throws: ``ConnectorFileError`` when one of them is wrong, which the tests rule out.
  package static func shipped() throws(ConnectorFileError) -> ConnectorCatalogue {
    try embedded.get()
  }

  private static let embedded = Result { () throws(ConnectorFileError) in
    try ConnectorCatalogue(files: CatalogueFile.embedded)
  }
}
