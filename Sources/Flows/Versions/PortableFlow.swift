package import Core

/// A flow as a file: the document as YAML, and above it where it comes from and which connections it needs.
///
/// ```yaml
/// weir:
///   flow: 5f0c…
///   version: 4
///   connections:
///     MediaValet: mediavaletConnector-v1.0
/// name: Folder to library
/// ```
/// Holds no secret: connections are named, and what looks like a secret is left out.
package struct PortableFlow: Sendable, Hashable {
  /// The flow it was taken from; `nil` for one that somebody wrote by hand.
  package var flow: FlowID?
  /// The version it was taken from, or written to last; 0 for one that wasn't published.
  package var version: Int?
  /// The connections it needs by name, each with its connector.
  package var connections: [String: String]
  package var document: JSONValue
  /// The fields that were left out since they looked like secrets, as `step: field`.
  package var withheld: [String]

  private static let header = "weir"

  /// - Parameter document: without the header.
  package init(
    flow: FlowID? = nil, version: Int? = nil, connections: [String: String] = [:], document: JSONValue,
    withheld: [String] = []
  ) {
    self.flow = flow
    self.version = version
    self.connections = connections
    self.document = document
    self.withheld = withheld
  }

  /// Reads a file, with or without a header.
  /// - Throws: ``FlowError/unreadable(reason:)``, also for a header that means nothing.
  package static func parse(_ text: String) throws(FlowError) -> PortableFlow {
    try PortableFlow(splitting: try FlowDocument.parse(text))
  }

  /// Takes the header off a document, if there is one.
  package init(splitting whole: JSONValue) throws(FlowError) {
    guard var object = whole.objectValue, let header = object[Self.header] else {
      self.init(document: whole)
      return
    }
    object[Self.header] = nil
    guard let members = header.objectValue else { throw .unreadable(reason: "\"weir\" is \(header.kindName)") }
    var flow: FlowID?
    if let text = members["flow"]?.stringValue {
      guard let id = FlowID(text) else { throw .unreadable(reason: "\"weir.flow\" is no id: \(text.prefix(60))") }
      flow = id
    }
    let connections = (members["connections"]?.objectValue ?? [:]).compactMap { name, value in
      value.stringValue.map { (name, $0) }
    }
    self.init(
      flow: flow, version: members["version"]?.intValue.flatMap(Int.init(exactly:)),
      connections: Dictionary(connections, uniquingKeysWith: { $1 }), document: .object(object),
      withheld: members["withheld"]?.arrayValue?.compactMap(\.stringValue) ?? [])
  }

  /// The file. The same flow gives the same text.
  package func text() throws(FlowError) -> String {
    try headerText() + FlowDocument.yaml(document)
  }

  /// The same flow with other connections.
  /// - Parameter connections: the new name for each name; those that aren't named stay.
  package func mapped(_ connections: [String: String]) -> PortableFlow {
    var copy = self
    copy.document = ConnectionReferences.replacing(in: document) { connections[$0] ?? $0 }
    return copy
  }

  private func headerText() throws(FlowError) -> String {
    var header = JSONObject()
    header["flow"] = flow.map { .string($0.description) }
    header["version"] = version.map { JSONValue($0) }
    if !connections.isEmpty {
      header["connections"] = .object(
        JSONObject(connections.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
    }
    if !withheld.isEmpty { header["withheld"] = .array(withheld.map(JSONValue.string)) }
    return header.isEmpty ? "" : try FlowDocument.yaml([Self.header: .object(header)])
  }

  /// A file's text under this flow's header; what its author wrote stays as it is, comments included.
  package func stamped(onto text: String) throws(FlowError) -> String {
    if text.first(where: { !$0.isWhitespace }) == "{" { return try self.text() }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if let start = lines.firstIndex(where: { $0.hasPrefix("\(Self.header):") }) {
      let rest = lines[(start + 1)...]
      let end = rest.firstIndex { !($0.hasPrefix(" ") || $0.isEmpty) } ?? lines.endIndex
      lines.removeSubrange(start..<end)
    }
    return try headerText() + lines.joined(separator: "\n")
  }
}
