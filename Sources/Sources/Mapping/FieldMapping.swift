package import Connectors
package import Core
package import Library

/// Which fields of a service's description of a file become which fields of the asset.
package struct FieldMapping: Sendable, Hashable {
  package var rules: [Rule]

  /// One field.
  package struct Rule: Sendable, Hashable {
    /// Where in the service's description: `metadata.caption`, `tags.name` for each of a list, `caption | title` for the
    /// first that says something; see ``FieldPlace``.
    package let from: String
    package let to: Target
    let places: FieldPlaces

    package init(from: String, to: Target) {
      self.from = from
      self.to = to
      places = FieldPlaces(from)
    }

    /// Reads a line as people write it: `caption = title`.
    /// - Throws: ``SourceError/invalidField(_:reason:)``.
    package init(line: some StringProtocol) throws(SourceError) {
      // The last sign, since a path may have one in it, and a field of an asset has none.
      guard let sign = line.lastIndex(of: "=") else {
        throw .invalidField("mapping", reason: "\"\(line)\" is not like \"caption = title\"")
      }
      let from = line[..<sign].drop(while: \.isWhitespace)
      let to = String(line[line.index(after: sign)...].filter { !$0.isWhitespace })
      guard let last = from.lastIndex(where: { !$0.isWhitespace }), let target = Target(to) else {
        throw .invalidField("mapping", reason: "\"\(line)\" names no field of an asset")
      }
      self.init(from: String(from[...last]), to: target)
    }

    /// As people write it.
    package var line: String { "\(from) = \(to.text)" }
  }

  /// A field of an asset.
  package enum Target: Sendable, Hashable {
    case title, description, altText, keywords
    /// What may be done with the file and who says so; the library has an attribute for it.
    case rights
    /// Who made it; the library has an attribute for it.
    case creator
    case attribute(AttributeID)

    /// As it is written: a word, or `attribute:` and an id.
    package var text: String {
      switch self {
      case .title: "title"
      case .description: "description"
      case .altText: "altText"
      case .keywords: "keywords"
      case .rights: "rights"
      case .creator: "creator"
      case .attribute(let id): "attribute:\(id)"
      }
    }

    package init?(_ text: String) {
      if let field = FileField(rawValue: text) {
        self.init(field)
      } else {
        guard text.hasPrefix("attribute:"), let id = AttributeID(text.dropFirst(10)) else { return nil }
        self = .attribute(id)
      }
    }

    package init(_ field: FileField) {
      switch field {
      case .title: self = .title
      case .description: self = .description
      case .altText: self = .altText
      case .keywords: self = .keywords
      case .rights: self = .rights
      case .creator: self = .creator
      }
    }
  }

  package init(_ rules: [Rule] = []) {
    self.rules = rules
  }

  /// As a service's connector says; what a new source begins with.
  package init(_ fields: [FileField: FieldPlaces]) {
    rules = FileField.allCases.flatMap { field -> [Rule] in
      guard let places = fields[field] else { return [] }
      // Of keywords each place adds some, so that each is a line of its own.
      let lines = field == .keywords ? places.places.map(\.description) : [places.description]
      return lines.map { Rule(from: $0, to: Target(field)) }
    }
  }

  /// What the service says of a file, in the library's words.
  package func fields(of item: JSONValue) -> MappedFields {
    var mapped = MappedFields()
    for rule in rules {
      let values = rule.places.values(in: item).map(MappedFields.storable).filter { !$0.isEmpty }
      switch rule.to {
      case .title: mapped.title = MappedFields.line(FileField.title.text(values))
      case .description: mapped.description = FileField.description.text(values)
      case .altText: mapped.altText = FileField.altText.text(values)
      case .keywords: mapped.add(FileField.keywords(values).compactMap(MappedFields.keyword))
      case .rights: mapped.rights = MappedFields.attribute(FileField.rights.text(values))
      case .creator: mapped.creator = MappedFields.attribute(MappedFields.line(FileField.creator.text(values)))
      case .attribute(let id): mapped.attributes[id] = values.joined(separator: ", ")
      }
    }
    return mapped
  }
}
