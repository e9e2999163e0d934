import Foundation

/// The one way in which the library makes text comparable. Done here and not by the engines, so that both agree.
enum TextFolding {
  /// The form in which names are compared: without regard to case, and to how accents are composed.
  static func key(_ text: String) -> String {
    text.precomposedStringWithCompatibilityMapping.lowercased()
  }

  /// The words of a text for the search: letters, digits and marks, without regard to case, accents and width.
  /// - Parameter limit: further words are left out.
  static func words(_ text: String, limit: Int = .max) -> [String] {
    let folded = text.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
      .lowercased()
    var words: [String] = []
    var word = String.UnicodeScalarView()
    for scalar in folded.unicodeScalars {
      if isPartOfWord(scalar) {
        if word.count < longestWord { word.append(scalar) }
      } else if !word.isEmpty {
        words.append(String(word))
        word = .init()
        if words.count == limit { return words }
      }
    }
    if !word.isEmpty { words.append(String(word)) }
    return words
  }

  /// In scalars; what follows in a longer word isn't found.
  private static let longestWord = 64

  private static func isPartOfWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
      .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
      true
    default: false
    }
  }
}
