package import Core

/// Flows that are ready to be used: the files of `Examples/`.
package struct Gallery: Sendable {
  /// By name.
  package let flows: [GalleryFlow]

  /// - Parameter files: each file's name without its ending, and its text.
  /// - Throws: ``FlowError`` when one is no flow's file.
  package init(_ files: [(name: String, text: String)]) throws(FlowError) {
    var flows: [GalleryFlow] = []
    for file in files.sorted(by: { $0.name < $1.name }) {
      flows.append(GalleryFlow(name: file.name, source: file.text, document: try FlowDocument.parse(file.text)))
    }
    self.flows = flows
  }

  /// - Throws: ``FlowError/noSuchFlow``.
  package func flow(_ name: String) throws(FlowError) -> GalleryFlow {
    guard let flow = flows.first(where: { $0.name == name }) else { throw .noSuchFlow }
    return flow
  }
}

/// One flow that is ready to be used.
package struct GalleryFlow: Sendable {
  /// How it is called in addresses: `folder-to-library`.
  package let name: String
  /// Its file, with the comments that explain it.
  package let source: String
  package let document: JSONValue

  package var definition: FlowDefinition { FlowReader.read(document).definition }

  /// The connections it needs by name, each with its connector.
  package var connections: [String: String] {
    Dictionary(
      ConnectionReferences.uses(in: document).map { ($0.reference, $0.connector) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The flow to make of it.
  /// - Parameter name: what to call it; its own name when left out.
  package func file(named name: String? = nil) -> PortableFlow {
    var object = document.objectValue ?? [:]
    if let name { object["name"] = .string(name) }
    return PortableFlow(connections: connections, document: .object(object))
  }
}
