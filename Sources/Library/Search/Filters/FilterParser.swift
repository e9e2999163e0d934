/// Reads a `filters` text by recursive descent.
///
/// ```
/// filters    = [ or ]              (see LogicParser)
/// term       = name operation value
/// name       = quoted | word { word }
/// value      = quoted | word { word | "," }
/// ```
/// Keywords in any case. A name or a value of several words ends at the next keyword or bracket; one that has a
/// keyword or a bracket in it is put in quotation marks.
struct FilterParser: LogicParser {
  /// Longer expressions are refused.
  static let maximumComparisons = 100

  var tokens: FilterTokens
  private var comparisons = 0

  /// - Returns: `nil` when the text is blank: no filter.
  static func parse(_ text: String) throws(SearchSyntaxError) -> FilterExpression? {
    var parser = FilterParser(tokens: try FilterTokens(text, parameter: "filters"))
    return try parser.all()
  }

  private init(tokens: FilterTokens) {
    self.tokens = tokens
  }

  mutating func term() throws(SearchSyntaxError) -> FilterExpression {
    comparisons += 1
    guard comparisons <= Self.maximumComparisons else {
      throw tokens.error("at most \(Self.maximumComparisons) comparisons")
    }
    let fieldColumn = tokens.current.column
    let field = try name()
    let operation = try operation()
    let valueColumn = tokens.current.column
    let value = try value()
    return .comparison(
      .init(
        field: field, operation: operation, value: value, fieldColumn: fieldColumn, valueColumn: valueColumn))
  }

  private mutating func name() throws(SearchSyntaxError) -> String {
    if case .quoted(let text) = tokens.current.kind {
      tokens.advance()
      return text
    }
    var words: [String] = []
    while case .word(let word) = tokens.current.kind, FilterOperation(rawValue: word.uppercased()) == nil {
      words.append(word)
      tokens.advance()
    }
    guard !words.isEmpty else { throw tokens.error("a field") }
    return words.joined(separator: " ")
  }

  private mutating func operation() throws(SearchSyntaxError) -> FilterOperation {
    guard case .word(let word) = tokens.current.kind, let operation = FilterOperation(rawValue: word.uppercased())
    else {
      throw tokens.error("one of \(FilterOperation.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    tokens.advance()
    return operation
  }

  private mutating func value() throws(SearchSyntaxError) -> String {
    if case .quoted(let text) = tokens.current.kind {
      tokens.advance()
      return text
    }
    var text = ""
    while true {
      switch tokens.current.kind {
      case .word(let word) where !Self.connectives.contains(word.uppercased()):
        text += (text.isEmpty ? "" : " ") + word
      case .comma where !text.isEmpty: text += ","
      default:
        guard !text.isEmpty else { throw tokens.error("a value") }
        return text
      }
      tokens.advance()
    }
  }

  private static let connectives: Set<String> = ["AND", "OR"]
}
