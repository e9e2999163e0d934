/// Splits a `filters`, `containerFilter` or `sort` text into tokens. A `+` counts as a blank, as some clients encode
/// one; in quotation marks it is a plus.
struct FilterLexer {
  struct Token: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
      case word(String)
      case quoted(String)
      case open
      case close
      case comma
      case end
    }

    let kind: Kind
    /// In Unicode scalars, counted from 1.
    let column: Int
  }

  private let parameter: String
  private let passesOverColons: Bool
  private let characters: [Unicode.Scalar]
  private var position = 0

  /// - Parameters:
  ///   - parameter: what the text is called in messages.
  ///   - passesOverColons: whether a colon counts as a blank, too.
  init(_ text: String, parameter: String, passesOverColons: Bool = false) {
    self.parameter = parameter
    self.passesOverColons = passesOverColons
    characters = Array(text.unicodeScalars)
  }

  /// All tokens, the end included.
  mutating func tokens() throws(SearchSyntaxError) -> [Token] {
    var tokens: [Token] = []
    while true {
      while position < characters.count, isBlank(characters[position]) { position += 1 }
      let column = position + 1
      guard position < characters.count else {
        tokens.append(Token(kind: .end, column: column))
        return tokens
      }
      tokens.append(Token(kind: try next(), column: column))
    }
  }

  private mutating func next() throws(SearchSyntaxError) -> Token.Kind {
    let character = characters[position]
    if let sign = Self.signs[character] {
      position += 1
      return sign
    }
    if character == "'" || character == "\"" { return .quoted(try quoted(by: character)) }
    let start = position
    while position < characters.count, !isBlank(characters[position]), Self.signs[characters[position]] == nil {
      position += 1
    }
    return .word(String(String.UnicodeScalarView(characters[start..<position])))
  }

  /// Text in quotation marks; a doubled mark stands for one.
  private mutating func quoted(by mark: Unicode.Scalar) throws(SearchSyntaxError) -> String {
    var text = String.UnicodeScalarView()
    position += 1
    while position < characters.count {
      let character = characters[position]
      position += 1
      if character != mark {
        text.append(character)
      } else if position < characters.count, characters[position] == mark {
        text.append(mark)
        position += 1
      } else {
        return String(text)
      }
    }
    throw SearchSyntaxError(
      parameter: parameter, column: characters.count + 1, found: "the end", expected: "a closing \(mark)")
  }

  private static let signs: [Unicode.Scalar: Token.Kind] = ["(": .open, ")": .close, ",": .comma]

  private func isBlank(_ character: Unicode.Scalar) -> Bool {
    character.properties.isWhitespace || character == "+" || (passesOverColons && character == ":")
  }
}

extension FilterLexer.Token {
  /// The token in a message.
  var phrase: String {
    switch kind {
    case .word(let word): "\"\(word)\""
    case .quoted(let text): "\"\(text)\""
    case .open: "\"(\""
    case .close: "\")\""
    case .comma: "\",\""
    case .end: "the end"
    }
  }

  /// Whether it is this keyword, in any case.
  func isKeyword(_ keyword: String) -> Bool {
    if case .word(let word) = kind { word.uppercased() == keyword } else { false }
  }
}
