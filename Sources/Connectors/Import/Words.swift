/// Makes names of what foreign documents call things.
enum Words {
  /// The words of a name, however they are put together: `get_userByID` is get, user, By, ID.
  static func split(_ text: String) -> [String] {
    var words: [String] = []
    var word = ""
    let letters = Array(text)
    for (index, letter) in letters.enumerated() {
      guard letter.isASCII, letter.isLetter || letter.isNumber else {
        // An apostrophe doesn't part a word.
        if letter != "'" && letter != "’", !word.isEmpty {
          words.append(word)
          word = ""
        }
        continue
      }
      let before = index > 0 ? letters[index - 1] : " "
      let after = index + 1 < letters.count ? letters[index + 1] : " "
      let begins =
        letter.isUppercase && (before.isLowercase || before.isNumber || (before.isUppercase && after.isLowercase))
      if begins, !word.isEmpty {
        words.append(word)
        word = ""
      }
      word.append(letter)
    }
    if !word.isEmpty { words.append(word) }
    return words
  }

  /// As `getUserById`; empty when there is no letter or digit in it. Never begins with a digit.
  static func lowerCamel(_ text: String) -> String {
    let words = split(text)
    let joined = words.enumerated().map { $0 == 0 ? $1.lowercased() : capitalized($1.lowercased()) }.joined()
    return joined.first?.isNumber == true ? "n" + joined : String(joined.prefix(80))
  }

  /// As `Get user by id`.
  static func sentence(_ text: String) -> String {
    let words = split(text).map { word in
      word.count > 1 && word.allSatisfy { $0.isUppercase || $0.isNumber } ? word : word.lowercased()
    }
    return capitalized(words.joined(separator: " "))
  }

  static func capitalized(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }

  /// The first sentences of a longer text, as one paragraph.
  static func brief(_ text: String, atMost limit: Int = 400) -> String {
    let flat = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard flat.count > limit else { return flat }
    let cut = flat.prefix(limit)
    guard let end = cut.lastIndex(where: { ".!?".contains($0) }),
      cut.distance(from: cut.startIndex, to: end) > limit / 3
    else { return String(cut.prefix(limit - 1)) + "…" }
    return String(cut[...end])
  }
}
