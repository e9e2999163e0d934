/// What values an attribute takes. The raw value is the word of the MediaValet API (`attributeType`).
package enum AttributeType: String, Sendable, Hashable, CaseIterable {
  /// One line.
  case text = "Text"
  case multilineText = "MultilineText"
  case number = "Number"
  case boolean = "Boolean"
  /// ISO 8601.
  case dateTime = "DateTime"
  /// One of the options.
  case list = "List"
  /// One of the status values.
  case status = "Status"
}

extension AttributeType {
  /// Reads the word regardless of case.
  package init?(ignoringCase word: String) {
    let wanted = word.lowercased()
    guard let type = Self.allCases.first(where: { $0.rawValue.lowercased() == wanted }) else { return nil }
    self = type
  }

  /// Whether values are compared as numbers, not as text.
  var isOrderedByNumber: Bool { self == .number || self == .dateTime }
}
