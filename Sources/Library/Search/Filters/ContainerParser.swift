import Core

/// Reads a `containerFilter` text by recursive descent.
///
/// ```
/// container = [ or ]              (see LogicParser)
/// term      = set "/ANY" "(" name ":" name "EQ" identifier ")"
/// set       = "CategoryIds" | "CategoryAncestorIds" | "LightboxIds"
/// ```
struct ContainerParser: LogicParser {
  var tokens: FilterTokens

  /// - Returns: `nil` when the text is blank: everywhere.
  static func parse(_ text: String) throws(SearchSyntaxError) -> ContainerExpression? {
    var parser = ContainerParser(
      tokens: try FilterTokens(text, parameter: "containerFilter", passesOverColons: true))
    return try parser.all()
  }

  mutating func term() throws(SearchSyntaxError) -> ContainerExpression {
    guard case .word(let word) = tokens.current.kind, let make = Self.sets[word.lowercased()] else {
      throw tokens.error("CategoryIds/ANY, CategoryAncestorIds/ANY or LightboxIds/ANY")
    }
    tokens.advance()
    try tokens.expect(.open, "\"(\"")
    guard case .word(let variable) = tokens.current.kind else { throw tokens.error("a name") }
    tokens.advance()
    guard tokens.current.isKeyword(variable.uppercased()) else { throw tokens.error("\"\(variable)\"") }
    tokens.advance()
    guard tokens.take("EQ") else { throw tokens.error("EQ") }
    guard let text = operand, let found = make(text) else { throw tokens.error("an identifier") }
    tokens.advance()
    try tokens.expect(.close, "\")\"")
    return found
  }

  private var operand: String? {
    switch tokens.current.kind {
    case .word(let text), .quoted(let text): text
    case .open, .close, .comma, .end: nil
    }
  }

  private static let sets: [String: @Sendable (String) -> ContainerExpression?] = [
    "categoryids/any": { CategoryID($0).map(ContainerExpression.category) },
    "categoryancestorids/any": { CategoryID($0).map(ContainerExpression.belowCategory) },
    "lightboxids/any": { CollectionID($0).map(ContainerExpression.collection) },
  ]
}
