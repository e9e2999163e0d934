/// Where a word may be looked for.
enum TextField: String, Sendable, Hashable, CaseIterable {
  case title
  case description
  case altText
  case fileName
  case keywords
  case attributes

  /// Stands before a word of the field in the index; from a private area of Unicode, so that no text has it.
  var marker: String {
    switch self {
    case .title: "\u{E010}"
    case .description: "\u{E011}"
    case .altText: "\u{E012}"
    case .fileName: "\u{E013}"
    case .keywords: "\u{E014}"
    case .attributes: "\u{E015}"
    }
  }

  /// The column of `library_search` with the words in order.
  var column: String {
    switch self {
    case .title: "title_words"
    case .description: "description_words"
    case .altText: "alt_words"
    case .fileName: "file_words"
    case .keywords: "keyword_words"
    case .attributes: "attribute_words"
    }
  }

  /// Reads the name that clients use, regardless of case.
  init?(ignoringCase name: String) {
    let wanted = name.lowercased()
    guard let field = Self.allCases.first(where: { $0.rawValue.lowercased() == wanted }) else { return nil }
    self = field
  }
}
