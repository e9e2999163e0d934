/// What the full-text index holds of one asset.
///
/// The words stand in it four times: as they are, spelt backwards (so that a wildcard in front is a prefix), and both
/// again behind the marker of their field. Phrases are neighbours in one of these sections; between fields stands a
/// separator that no query has. Each engine gets the same sequence.
struct SearchDocument: Sendable, Hashable {
  /// The words of each field, in order.
  let words: [TextField: [String]]

  /// - Parameter texts: those of one field follow one another, so that a phrase may span them.
  init(_ texts: [TextField: [String]]) {
    var left = Self.mostWords
    var words: [TextField: [String]] = [:]
    for field in TextField.allCases {
      var ofField: [String] = []
      for text in texts[field] ?? [] where left > 0 {
        let found = TextFolding.words(text, limit: left)
        left -= found.count
        ofField += found
      }
      words[field] = ofField
    }
    self.words = words
  }

  /// The sequence of tokens, separators included.
  var tokens: [String] {
    var tokens: [String] = []
    for marks in [false, true] {
      for isReversed in [false, true] {
        for field in TextField.allCases {
          tokens += Self.section(words[field] ?? [], field: marks ? field : nil, isReversed: isReversed)
          tokens.append(Self.separator)
        }
      }
    }
    return tokens
  }

  /// As FTS5 takes it.
  var text: String { tokens.joined(separator: " ") }

  /// As PostgreSQL takes it: every token with the places where it stands.
  var vector: String {
    var places: [String: [Int]] = [:]
    for (place, token) in tokens.enumerated() where token != Self.separator {
      places[token, default: []].append(place + 1)
    }
    return places.map { token, places in "'\(token)':\(places.map(String.init).joined(separator: ","))" }
      .joined(separator: " ")
  }

  /// Words in the order and spelling of one section.
  /// - Parameter field: `nil` for the section of all fields.
  static func section(_ words: [String], field: TextField?, isReversed: Bool) -> [String] {
    let prefix = (field?.marker ?? "") + (isReversed ? reversal : "")
    let ordered =
      isReversed ? words.reversed().map { String(String.UnicodeScalarView($0.unicodeScalars.reversed())) } : words
    return ordered.map { prefix + $0 }
  }

  /// PostgreSQL keeps places up to 16,383; four sections and their separators fit.
  private static let mostWords = 4000
  private static let reversal = "\u{E000}"
  private static let separator = "\u{E001}"
}
