package import Core
package import Library

/// The fields that a service says of a file, in the library's words: kept as they were last written, so that only what
/// changed there is written again and a person's edit here stands.
package struct MappedFields: Sendable, Hashable {
  package var title = ""
  package var description = ""
  package var altText = ""
  package var keywords: [String] = []
  package var rights = ""
  package var creator = ""
  package var attributes: [AttributeID: String] = [:]

  package init() {}

  /// Without the characters that the database and the library refuse.
  static func storable(_ text: String) -> String {
    let isKept: (Unicode.Scalar) -> Bool = { $0.value >= 0x20 && $0.value != 0x7F || $0 == "\n" || $0 == "\t" }
    return String(String.UnicodeScalarView(text.unicodeScalars.filter(isKept)))
  }

  /// A text in one line.
  static func line(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  /// As the library takes keywords: in one line, of 255 characters at most.
  /// - Returns: `nil` when nothing is left.
  static func keyword(_ text: String) -> String? {
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.isEmpty ? nil : String(words.prefix(255))
  }

  /// Adds keywords, each once regardless of case.
  mutating func add(_ words: [String]) {
    var known = Set(keywords.map { $0.lowercased() })
    keywords += words.filter { known.insert($0.lowercased()).inserted }
  }

  /// As the library takes values: of 65,536 bytes at most.
  static func attribute(_ text: String) -> String {
    text.utf8.count <= 65_536 ? text : String(text.prefix(16_000))
  }

  /// What to change at an asset that was last written with `old`.
  package func revision(of asset: AssetID, since old: MappedFields) -> AssetRevision {
    var revision = AssetRevision(asset: asset)
    if title != old.title { revision.title = title }
    if description != old.description { revision.description = description }
    if altText != old.altText { revision.altText = altText }
    if rights != old.rights { revision.rights = rights }
    if creator != old.creator { revision.creator = creator }
    revision.addedKeywords = keywords.filter { !old.keywords.contains($0) }
    revision.removedKeywords = old.keywords.filter { !keywords.contains($0) }
    for (id, value) in attributes where old.attributes[id] != value { revision.attributes[id] = value }
    for id in old.attributes.keys where attributes[id] == nil { revision.attributes[id] = "" }
    return revision
  }

  /// As it is kept; `nil` when nothing is said.
  package var json: JSONValue? {
    if self == MappedFields() { return nil }
    var object: JSONObject = [:]
    if !title.isEmpty { object["title"] = .string(title) }
    if !description.isEmpty { object["description"] = .string(description) }
    if !altText.isEmpty { object["altText"] = .string(altText) }
    if !keywords.isEmpty { object["keywords"] = .array(keywords.map(JSONValue.string)) }
    if !rights.isEmpty { object["rights"] = .string(rights) }
    if !creator.isEmpty { object["creator"] = .string(creator) }
    if !attributes.isEmpty {
      let sorted = attributes.sorted { $0.key < $1.key }
      object["attributes"] = .object(JSONObject(sorted.map { ($0.key.description, JSONValue.string($0.value)) }))
    }
    return .object(object)
  }

  package init(json: JSONValue?) {
    title = json?["title"]?.stringValue ?? ""
    description = json?["description"]?.stringValue ?? ""
    altText = json?["altText"]?.stringValue ?? ""
    keywords = json?["keywords"]?.arrayValue?.compactMap(\.stringValue) ?? []
    rights = json?["rights"]?.stringValue ?? ""
    creator = json?["creator"]?.stringValue ?? ""
    for (name, value) in json?["attributes"]?.objectValue ?? [:] {
      if let id = AttributeID(name) { attributes[id] = value.stringValue }
    }
  }
}
