/// The tokens of a text, read one after the other.
struct FilterTokens {
  private let parameter: String
  private let tokens: [FilterLexer.Token]
  private var position = 0

  /// - Parameter parameter: what the text is called in messages.
  init(_ text: String, parameter: String, passesOverColons: Bool = false) throws(SearchSyntaxError) {
    var lexer = FilterLexer(text, parameter: parameter, passesOverColons: passesOverColons)
    self.parameter = parameter
    tokens = try lexer.tokens()
  }

  /// The next token; the end for ever after the last.
  var current: FilterLexer.Token { tokens[position] }

  mutating func advance() {
    if position < tokens.count - 1 { position += 1 }
  }

  /// What to say when something else stands here.
  func error(_ expected: String) -> SearchSyntaxError {
    SearchSyntaxError(parameter: parameter, column: current.column, found: current.phrase, expected: expected)
  }

  /// Reads a keyword if it comes next.
  mutating func take(_ keyword: String) -> Bool {
    guard current.isKeyword(keyword) else { return false }
    advance()
    return true
  }

  /// - Parameter name: the token in a message.
  mutating func expect(_ kind: FilterLexer.Token.Kind, _ name: String) throws(SearchSyntaxError) {
    guard current.kind == kind else { throw error(name) }
    advance()
  }
}
