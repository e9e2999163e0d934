import Core
package import Foundation

/// Makes a connector of a document that describes an API: OpenAPI 3.0 or 3.1 (JSON or YAML), or a Postman collection 2.x.
/// A connector's own file is taken as it is, so that one that was made here and changed by hand can be brought back.
///
/// ```swift
/// let made = try ConnectorImporter(now: effects.now()).read(bytes, file: "petstore.yaml", id: nil)
/// print(made.yaml)
/// ```
/// A document that is broken, or made to hurt, is refused with the place: nothing outside of it is ever fetched.
package struct ConnectorImporter: Sendable {
  private let now: Date
  private let limits: ImportLimits

  /// - Parameter now: written into the connector, so that a reader knows how old it is.
  package init(now: Date, limits: ImportLimits = ImportLimits()) {
    self.now = now
    self.limits = limits
  }

  /// How many bytes of a document are read at most; more needn't be gathered.
  package var byteLimit: Int { limits.bytes }

  /// Reads a document.
  /// - Parameters:
  ///   - file: its name, for messages.
  ///   - id: what the connector is called; made of the document's title when left out.
  /// - Throws: ``ImportError`` with everything that is wrong.
  package func read(_ bytes: [UInt8], file: String, id: ConnectorID?) throws(ImportError) -> ImportedConnector {
    let source = try SourceDocument(bytes, file: file, limits: limits)
    if source.root["connector"] != nil { return try own(bytes, file: file, id: id) }
    let document = try read(source, file: file)
    let id = id ?? Self.id(for: document.title)
    let day = String(Timestamp.format(now).prefix(10))
    let yaml = ConnectorWriter(id: id, date: day).write(document)
    do {
      let definition = try ConnectorFile.read(yaml, file: "\(id.name)/connector.yaml")
      return ImportedConnector(definition: definition, yaml: yaml, notes: document.notes)
    } catch {
      // The parts fit one by one and don't together: what the document says of an operation contradicts itself.
      let places = Dictionary(document.actions.map { ($0.name, $0.place) }, uniquingKeysWith: { first, _ in first })
      throw ImportError(
        file: file,
        issues: error.issues.map { issue in
          let place = issue.action.flatMap { places[$0] }?.description ?? "#"
          return ImportError.Issue(place: place, problem: "\(issue.field): \(issue.problem)")
        })
    }
  }

  /// A connector's own file.
  private func own(_ bytes: [UInt8], file: String, id: ConnectorID?) throws(ImportError) -> ImportedConnector {
    let yaml = String(decoding: bytes, as: UTF8.self)
    let definition: ConnectorDefinition
    do {
      definition = try ConnectorFile.read(yaml, file: file)
    } catch {
      throw ImportError(
        file: file,
        issues: error.issues.map {
          ImportError.Issue(place: "line \($0.line), column \($0.column)", problem: "\($0.field): \($0.problem)")
        })
    }
    if let id, id != definition.id {
      throw ImportError(
        file: file,
        issues: [ImportError.Issue(place: "#/connector", problem: "the file calls it \(definition.id), not \(id)")])
    }
    return ImportedConnector(definition: definition, yaml: yaml, notes: [])
  }

  private func read(_ source: SourceDocument, file: String) throws(ImportError) -> ImportedDocument {
    if source.root["openapi"] != nil {
      var reader = OpenAPIReader(source, file: file, limits: limits)
      return try reader.read()
    }
    if source.root["info"]?["schema"]?.stringValue?.contains("/collection/v2") == true {
      var reader = PostmanReader(source, file: file, limits: limits)
      return try reader.read()
    }
    let isSwagger = source.root["swagger"] != nil
    throw ImportError(
      file: file,
      issues: [
        ImportError.Issue(
          place: isSwagger ? "#/swagger" : "#",
          problem: isSwagger
            ? "this is Swagger 2; turn it into OpenAPI 3 first"
            : "this is neither an OpenAPI 3 document (\"openapi\") nor a Postman 2 collection (\"info.schema\")")
      ])
  }

  /// As `petStoreConnector-v1.0` for "Pet Store API".
  static func id(for title: String) -> ConnectorID {
    let words = Words.split(title).filter { !["api", "rest", "the", "openapi"].contains($0.lowercased()) }
    let name = Words.lowerCamel(words.prefix(4).joined(separator: " "))
    let usable = name.first?.isLowercase == true ? name : "imported"
    return ConnectorID(name: "\(usable)Connector", major: 1, minor: 0)
  }
}

/// What the importer made.
package struct ImportedConnector: Sendable {
  package let definition: ConnectorDefinition
  /// The text of its `connector.yaml`.
  package let yaml: String
  /// What it left out or decided by itself.
  package let notes: [ImportNote]
}
