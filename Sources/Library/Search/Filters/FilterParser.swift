/// Reads a `filters` text by recursive descent.
///
/// ```
/// filters    = [ or ]
/// or         = and { "OR" and }
/// and        = unary { "AND" unary }
/// unary      = { "NOT" } ( "(" or ")" | comparison )
/// comparison = name operation value
/// name       = quoted | word { word }
/// value      = quoted | word { word | "," }
/// ```
/// Keywords in any case. A name or a value of several words ends at the next keyword or bracket; one that has a
/// keyword or a bracket in it is put in quotation marks.
struct FilterParser {
  /// Deeper brackets are refused: each level costs stack.
  static let maximumDepth = 50
  /// Longer expressions are refused.
  static let maximumComparisons = 100

  private let tokens: [FilterLexer.Token]
  private var position = 0
  private var comparisons = 0

  /// - Returns: `nil` when the text is blank: no filter.
  static func parse(_ text: String) throws(SearchSyntaxError) -> FilterExpression? {
    var lexer = FilterLexer(text, parameter: Self.parameter)
    var parser = FilterParser(tokens: try lexer.tokens())
    if parser.current.kind == .end { return nil }
    let expression = try parser.or(depth: 0)
    guard parser.current.kind == .end else { throw parser.error("AND, OR or the end") }
    return expression
  }

  private init(tokens: [FilterLexer.Token]) {
    self.tokens = tokens
  }

  private static let parameter = "filters"

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

  private mutating func or(depth: Int) throws(SearchSyntaxError) -> FilterExpression {
    var parts = [try and(depth: depth)]
    while take("OR") { parts.append(try and(depth: depth)) }
    return parts.count > 1 ? .or(parts) : parts[0]
  }

  private mutating func and(depth: Int) throws(SearchSyntaxError) -> FilterExpression {
    var parts = [try unary(depth: depth)]
    while take("AND") { parts.append(try unary(depth: depth)) }
    return parts.count > 1 ? .and(parts) : parts[0]
  }

  private mutating func unary(depth: Int) throws(SearchSyntaxError) -> FilterExpression {
    var isNegated = false
    while take("NOT") { isNegated.toggle() }
    let part = current.kind == .open ? try group(depth: depth) : try comparison()
    return isNegated ? .not(part) : part
  }

  private mutating func group(depth: Int) throws(SearchSyntaxError) -> FilterExpression {
    guard depth < Self.maximumDepth else { throw error("at most \(Self.maximumDepth) brackets in one another") }
    advance()
    let inner = try or(depth: depth + 1)
    guard current.kind == .close else { throw error("AND, OR or \")\"") }
    advance()
    return inner
  }

  private mutating func comparison() throws(SearchSyntaxError) -> FilterExpression {
    comparisons += 1
    guard comparisons <= Self.maximumComparisons else { throw error("at most \(Self.maximumComparisons) comparisons") }
    let fieldColumn = current.column
    let field = try name()
    let operation = try operation()
    let valueColumn = current.column
    let value = try value()
    return .comparison(
      .init(
        field: field, operation: operation, value: value, fieldColumn: fieldColumn, valueColumn: valueColumn))
  }

  private mutating func name() throws(SearchSyntaxError) -> String {
    if case .quoted(let text) = current.kind {
      advance()
      return text
    }
    var words: [String] = []
    while case .word(let word) = current.kind, FilterOperation(rawValue: word.uppercased()) == nil {
      words.append(word)
      advance()
    }
    guard !words.isEmpty else { throw error("a field") }
    return words.joined(separator: " ")
  }

  private mutating func operation() throws(SearchSyntaxError) -> FilterOperation {
    guard case .word(let word) = current.kind, let operation = FilterOperation(rawValue: word.uppercased()) else {
      throw error("one of \(FilterOperation.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    advance()
    return operation
  }

  private mutating func value() throws(SearchSyntaxError) -> String {
    if case .quoted(let text) = current.kind {
      advance()
      return text
    }
    var text = ""
    while true {
      switch current.kind {
      case .word(let word) where !Self.connectives.contains(word.uppercased()):
        text += (text.isEmpty ? "" : " ") + word
      case .comma where !text.isEmpty: text += ","
      default:
        guard !text.isEmpty else { throw error("a value") }
        return text
      }
      advance()
    }
  }

  private static let connectives: Set<String> = ["AND", "OR"]
}
