import Core

/// Reads a `search` text by recursive descent.
///
/// ```
/// query   = [ or ]
/// or      = and { "OR" and }
/// and     = unary { [ "AND" ] unary }
/// unary   = { "NOT" } primary
/// primary = "(" query ")" | [ field ":" ] term
/// term    = [ "*" ] ( word | phrase ) [ "*" ] | "*"
/// ```
/// Operators are in capitals, so that "salt and pepper" are three words. What has no letter and no digit is passed
/// over. A word of several parts, as `DSC_0042`, is a phrase.
struct TextParser {
  /// Deeper brackets are refused: each level costs stack.
  static let maximumDepth = 50
  /// Longer texts are refused: each term costs a look into the index.
  static let maximumTerms = 100

  private let tokens: [TextLexer.Token]
  private var position = 0
  private var terms = 0

  /// Reads all of `text`.
  static func parse(_ text: String) throws(SearchSyntaxError) -> TextQuery {
    var lexer = TextLexer(text)
    var parser = TextParser(tokens: try lexer.tokens())
    let query = try parser.or(depth: 0) ?? .everything
    guard parser.current.kind == .end else { throw parser.error("a word") }
    return query
  }

  private init(tokens: [TextLexer.Token]) {
    self.tokens = tokens
  }

  private var current: TextLexer.Token { tokens[position] }

  private mutating func advance() {
    if position < tokens.count - 1 { position += 1 }
  }

  private func error(_ expected: String) -> SearchSyntaxError {
    SearchSyntaxError(parameter: "search", column: current.column, found: current.phrase, expected: expected)
  }

  private mutating func or(depth: Int) throws(SearchSyntaxError) -> TextQuery? {
    var parts: [TextQuery] = []
    var isOperatorOpen = false
    repeat {
      if let part = try and(depth: depth) {
        parts.append(part)
      } else if isOperatorOpen {
        throw error("a word")
      }
      if parts.isEmpty, current.kind == .word("OR") { throw error("a word before OR") }
      isOperatorOpen = take(keyword: "OR")
    } while isOperatorOpen
    return parts.count > 1 ? .or(parts) : parts.first
  }

  private mutating func and(depth: Int) throws(SearchSyntaxError) -> TextQuery? {
    var parts: [TextQuery] = []
    while true {
      let isOperatorOpen = !parts.isEmpty && take(keyword: "AND")
      guard let part = try unary(depth: depth) else {
        if isOperatorOpen { throw error("a word") }
        return parts.count > 1 ? .and(parts) : parts.first
      }
      parts.append(part)
    }
  }

  private mutating func unary(depth: Int) throws(SearchSyntaxError) -> TextQuery? {
    var isNegated = false
    var isOperatorOpen = false
    while take(keyword: "NOT") {
      isNegated.toggle()
      isOperatorOpen = true
    }
    guard let part = try primary(depth: depth) else {
      if isOperatorOpen { throw error("a word") }
      return nil
    }
    return isNegated ? .not(part) : part
  }

  private mutating func primary(depth: Int) throws(SearchSyntaxError) -> TextQuery? {
    skipMeaningless()
    switch current.kind {
    case .open:
      guard depth < Self.maximumDepth else { throw error("at most \(Self.maximumDepth) brackets in one another") }
      advance()
      let inner = try or(depth: depth + 1)
      guard current.kind == .close else { throw error("\")\"") }
      advance()
      return inner ?? .everything
    case .close, .end: return nil
    case .colon: throw error("a word")
    case .word(let word) where Self.keywords.contains(word): return nil
    case .word(let word) where isFieldAhead: return try fielded(word)
    case .star, .word, .phrase: return try term(in: .anywhere)
    }
  }

  /// A word with a colon behind it.
  private var isFieldAhead: Bool {
    guard case .word = current.kind else { return false }
    return tokens[position + 1].kind == .colon && tokens[position + 1].isGlued
  }

  private mutating func fielded(_ name: String) throws(SearchSyntaxError) -> TextQuery? {
    guard let place = TextPlace(name) else {
      if name.allSatisfy(\.isNumber) || isAddressAhead { return try colonWord() }
      throw error("one of the fields \(TextPlace.names)")
    }
    advance()
    advance()
    let column = current.column
    guard let query = try term(in: place.plain) else { throw error("a word") }
    guard place.isCategoryID, case .term(let found) = query else { return query }
    guard found.wildcard == .none, let id = CategoryID(found.words.joined(separator: "-")) else {
      throw SearchSyntaxError(
        parameter: "search", column: column, found: "\"\(found.words.joined(separator: " "))\"",
        expected: "the identifier of a category")
    }
    return .term(TextTerm(place: .category(id), words: found.words, wildcard: .none))
  }

  /// Something like `https://…`, where the colon is part of the word.
  private var isAddressAhead: Bool {
    if case .word(let rest) = tokens[position + 2].kind { rest.hasPrefix("//") } else { false }
  }

  /// A word with colons in it, as `12:30`: a phrase of its parts.
  private mutating func colonWord() throws(SearchSyntaxError) -> TextQuery? {
    var words: [String] = []
    repeat {
      if case .word(let part) = current.kind { words += TextFolding.words(part) }
      advance()
    } while current.isGlued && (current.kind == .colon || isWord)
    return try made(TextTerm(place: .anywhere, words: words, wildcard: .none))
  }

  private var isWord: Bool {
    if case .word = current.kind { true } else { false }
  }

  private mutating func term(in place: TextTerm.Place) throws(SearchSyntaxError) -> TextQuery? {
    let hasStarBefore = take(.star)
    let isLone = hasStarBefore && !current.isGlued
    guard !isLone, let text = textHere, case let words = TextFolding.words(text), !words.isEmpty else {
      if hasStarBefore { return .everything }
      return nil
    }
    advance()
    let hasStarBehind = current.isGlued && take(.star)
    if hasStarBehind, current.isGlued, textHere != nil { throw error("a blank; a \"*\" stands at the end of a word") }
    let wildcard: TextTerm.Wildcard =
      switch (hasStarBefore, hasStarBehind) {
      case (false, false): .none
      case (false, true): .behind
      case (true, false): .before
      case (true, true): .around
      }
    return try made(TextTerm(place: place, words: words, wildcard: wildcard))
  }

  private var textHere: String? {
    switch current.kind {
    case .word(let text) where !Self.keywords.contains(text): text
    case .phrase(let text): text
    default: nil
    }
  }

  private mutating func made(_ term: TextTerm) throws(SearchSyntaxError) -> TextQuery {
    terms += 1
    guard terms <= Self.maximumTerms else { throw error("at most \(Self.maximumTerms) words") }
    return .term(term)
  }

  /// Words and phrases without a letter or digit, unless they belong to a wildcard or a field.
  private mutating func skipMeaningless() {
    while let text = textHere, TextFolding.words(text).isEmpty { advance() }
  }

  private mutating func take(_ kind: TextLexer.Token.Kind) -> Bool {
    guard current.kind == kind else { return false }
    advance()
    return true
  }

  private mutating func take(keyword: String) -> Bool {
    skipMeaningless()
    return take(.word(keyword))
  }

  private static let keywords: Set<String> = ["AND", "OR", "NOT"]
}
