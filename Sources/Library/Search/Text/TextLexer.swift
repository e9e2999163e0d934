/// Splits a `search` text into tokens. A `+` counts as a blank, as some clients encode one.
///
/// It goes by Unicode scalars: a combining mark behind a quotation mark mustn't hide it.
struct TextLexer {
  struct Token: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
      case word(String)
      case phrase(String)
      case star
      case colon
      case open
      case close
      case end
    }

    let kind: Kind
    /// In Unicode scalars, counted from 1.
    let column: Int
    /// Whether nothing stands between it and the token before.
    let isGlued: Bool
  }

  private let characters: [Unicode.Scalar]
  private var position = 0

  init(_ text: String) {
    characters = Array(text.unicodeScalars)
  }

  /// All tokens, the end included.
  mutating func tokens() throws(SearchSyntaxError) -> [Token] {
    var tokens: [Token] = []
    while true {
      let before = position
      while position < characters.count, Self.isBlank(characters[position]) { position += 1 }
      let isGlued = before == position && !tokens.isEmpty
      let column = position + 1
      guard position < characters.count else {
        tokens.append(Token(kind: .end, column: column, isGlued: isGlued))
        return tokens
      }
      tokens.append(Token(kind: try next(), column: column, isGlued: isGlued))
    }
  }

  private mutating func next() throws(SearchSyntaxError) -> Token.Kind {
    let character = characters[position]
    if let kind = Self.signs[character] {
      position += 1
      return kind
    }
    if character == "\"" { return .phrase(try phrase()) }
    let start = position
    while position < characters.count, !Self.endsWord(characters[position]) { position += 1 }
    return .word(Self.text(characters[start..<position]))
  }

  private mutating func phrase() throws(SearchSyntaxError) -> String {
    let start = position + 1
    guard let end = characters[start...].firstIndex(of: "\"") else {
      throw SearchSyntaxError(
        parameter: "search", column: characters.count + 1, found: "the end", expected: "a closing quotation mark")
    }
    position = end + 1
    return Self.text(characters[start..<end])
  }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    String(String.UnicodeScalarView(scalars))
  }

  private static let signs: [Unicode.Scalar: Token.Kind] = ["*": .star, ":": .colon, "(": .open, ")": .close]

  private static func isBlank(_ character: Unicode.Scalar) -> Bool {
    character.properties.isWhitespace || character == "+"
  }

  private static func endsWord(_ character: Unicode.Scalar) -> Bool {
    isBlank(character) || character == "\"" || signs[character] != nil
  }
}

extension TextLexer.Token {
  /// The token in a message.
  var phrase: String {
    switch kind {
    case .word(let word): "\"\(word)\""
    case .phrase(let text): "\"\(text)\""
    case .star: "\"*\""
    case .colon: "\":\""
    case .open: "\"(\""
    case .close: "\")\""
    case .end: "the end"
    }
  }
}
