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
    let folded = folded(text)
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

  /// Without accents, case and width. Upper case first, so that `ß` and `SS` meet; Foundation's own folding takes only
  /// one mark from a letter that has two.
  private static func folded(_ text: String) -> String {
    let plain = text.decomposedStringWithCompatibilityMapping.uppercased().lowercased()
    let scalars = plain.decomposedStringWithCompatibilityMapping.unicodeScalars.filter { !isAccent($0) }
    return String(String.UnicodeScalarView(scalars)).precomposedStringWithCanonicalMapping
  }

  /// Marks that change the look of a letter; those of Indic and Semitic scripts are letters of a kind.
  private static func isAccent(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0300...0x036F, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE20...0xFE2F: true
    default: false
    }
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
