import Core

/// Reads a `containerFilter` text by recursive descent.
///
/// ```
/// container = [ or ]
/// or        = and { "OR" and }
/// and       = unary { "AND" unary }
/// unary     = { "NOT" } ( "(" or ")" | any )
/// any       = set "/ANY" "(" name ":" name "EQ" identifier ")"
/// set       = "CategoryIds" | "CategoryAncestorIds" | "LightboxIds"
/// ```
struct ContainerParser {
  /// Deeper brackets are refused: each level costs stack.
  static let maximumDepth = 50

  private let tokens: [FilterLexer.Token]
  private var position = 0

  /// - Returns: `nil` when the text is blank: everywhere.
  static func parse(_ text: String) throws(SearchSyntaxError) -> ContainerExpression? {
    var lexer = FilterLexer(text, parameter: Self.parameter, passesOverColons: true)
    var parser = ContainerParser(tokens: try lexer.tokens())
    if parser.current.kind == .end { return nil }
    let expression = try parser.or(depth: 0)
    guard parser.current.kind == .end else { throw parser.error("AND, OR or the end") }
    return expression
  }

  private init(tokens: [FilterLexer.Token]) {
    self.tokens = tokens
  }

  private static let parameter = "containerFilter"

  private var current: FilterLexer.Token { tokens[position] }

  private mutating func advance() {
    if position < tokens.count - 1 { position += 1 }
  }

  private func error(_ expected: String) -> SearchSyntaxError {
    SearchSyntaxError(
      parameter: Self.parameter, column: current.column, found: current.phrase, expected: expected)
  }

  private mutating func take(_ keyword: String) -> Bool {
    guard current.isKeyword(keyword) else { return false }
    advance()
    return true
  }

  private mutating func expect(_ kind: FilterLexer.Token.Kind, _ name: String) throws(SearchSyntaxError) {
    guard current.kind == kind else { throw error(name) }
    advance()
  }

  private mutating func or(depth: Int) throws(SearchSyntaxError) -> ContainerExpression {
    var parts = [try and(depth: depth)]
    while take("OR") { parts.append(try and(depth: depth)) }
    return parts.count > 1 ? .or(parts) : parts[0]
  }

  private mutating func and(depth: Int) throws(SearchSyntaxError) -> ContainerExpression {
    var parts = [try unary(depth: depth)]
    while take("AND") { parts.append(try unary(depth: depth)) }
    return parts.count > 1 ? .and(parts) : parts[0]
  }

  private mutating func unary(depth: Int) throws(SearchSyntaxError) -> ContainerExpression {
    var isNegated = false
    while take("NOT") { isNegated.toggle() }
    let part = current.kind == .open ? try group(depth: depth) : try any()
    return isNegated ? .not(part) : part
  }

  private mutating func group(depth: Int) throws(SearchSyntaxError) -> ContainerExpression {
    guard depth < Self.maximumDepth else { throw error("at most \(Self.maximumDepth) brackets in one another") }
    advance()
    let inner = try or(depth: depth + 1)
    try expect(.close, "AND, OR or \")\"")
    return inner
  }

  private mutating func any() throws(SearchSyntaxError) -> ContainerExpression {
    guard case .word(let word) = current.kind, let make = Self.sets[word.lowercased()] else {
      throw error("CategoryIds/ANY, CategoryAncestorIds/ANY or LightboxIds/ANY")
    }
    advance()
    try expect(.open, "\"(\"")
    guard case .word(let variable) = current.kind else { throw error("a name") }
    advance()
    guard current.isKeyword(variable.uppercased()) else { throw error("\"\(variable)\"") }
    advance()
    guard take("EQ") else { throw error("EQ") }
    guard let text = operand, let found = make(text) else { throw error("an identifier") }
    advance()
    try expect(.close, "\")\"")
    return found
  }

  private var operand: String? {
    switch current.kind {
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
