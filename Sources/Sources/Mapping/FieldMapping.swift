package import Core
package import Library

/// Which fields of a service's description of a file become which fields of the asset.
package struct FieldMapping: Sendable, Hashable {
  package var rules: [Rule]

  /// One field.
  package struct Rule: Sendable, Hashable {
    /// A path in the service's description: `metadata.caption`, `tags[0].name`, `tags.name` for each of a list.
    package var from: String
    package var to: Target

    package init(from: String, to: Target) {
      self.from = from
      self.to = to
    }
  }

  /// A field of an asset.
  package enum Target: Sendable, Hashable {
    case title, description, altText, keywords
    case attribute(AttributeID)

    /// As it is written: a word, or `attribute:` and an id.
    package var text: String {
      switch self {
      case .title: "title"
      case .description: "description"
      case .altText: "altText"
      case .keywords: "keywords"
      case .attribute(let id): "attribute:\(id)"
      }
    }

    package init?(_ text: String) {
      switch text {
      case "title": self = .title
      case "description": self = .description
      case "altText": self = .altText
      case "keywords": self = .keywords
      default:
        guard text.hasPrefix("attribute:"), let id = AttributeID(text.dropFirst(10)) else { return nil }
        self = .attribute(id)
      }
    }
  }

  package init(_ rules: [Rule] = []) {
    self.rules = rules
  }

  /// What the service says of a file, in the library's words.
  package func fields(of item: JSONValue) -> MappedFields {
    var mapped = MappedFields()
    for rule in rules {
      let values = Self.values(at: rule.from, in: item).map(MappedFields.storable).filter { !$0.isEmpty }
      switch rule.to {
      case .title: mapped.title = values.joined(separator: ", ")
      case .description: mapped.description = values.joined(separator: "\n")
      case .altText: mapped.altText = values.joined(separator: " ")
      case .keywords: mapped.keywords += values.count == 1 ? Self.split(values[0]) : values
      case .attribute(let id): mapped.attributes[id] = values.joined(separator: ", ")
      }
    }
    return mapped
  }

  /// The texts, numbers and truths that a path leads to; lists are gone through.
  static func values(at path: String, in value: JSONValue) -> [String] {
    let steps = path.split { $0 == "." || $0 == "[" || $0 == "]" }.map(String.init)
    return values(steps[...], in: value)
  }

  private static func values(_ steps: ArraySlice<String>, in value: JSONValue) -> [String] {
    if case .array(let elements) = value {
      if let step = steps.first, let index = Int(step) {
        return elements.indices.contains(index) ? values(steps.dropFirst(), in: elements[index]) : []
      }
      return elements.flatMap { values(steps, in: $0) }
    }
    guard let step = steps.first else { return leaf(value).map { [$0] } ?? [] }
    return value[step].map { values(steps.dropFirst(), in: $0) } ?? []
  }

  private static func leaf(_ value: JSONValue) -> String? {
    switch value {
    case .string(let text): text
    case .bool(let truth): truth ? "true" : "false"
    case .int, .double: value.serialized()
    case .null, .array, .object: nil
    }
  }

  /// Keywords in one text, as many services keep them.
  private static func split(_ text: String) -> [String] {
    text.split { $0 == "," || $0 == ";" }.map { String($0).trimmingPrefix(" ").description }
  }
}
