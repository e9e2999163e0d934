/// Tells the names that Postman's generator makes up for free maps, as `Excepteur_d50` and `irure_19`, from real ones.
enum FillerNames {
  private static let words: Set<String> = [
    "lorem", "ipsum", "dolor", "sit", "amet", "consectetur", "adipiscing", "elit", "sed", "do", "eiusmod", "tempor",
    "incididunt", "ut", "labore", "et", "dolore", "magna", "aliqua", "enim", "ad", "minim", "veniam", "quis",
    "nostrud", "exercitation", "ullamco", "laboris", "nisi", "aliquip", "ex", "ea", "commodo", "consequat", "duis",
    "aute", "irure", "in", "reprehenderit", "voluptate", "velit", "esse", "cillum", "eu", "fugiat", "nulla",
    "pariatur", "excepteur", "sint", "occaecat", "cupidatat", "non", "proident", "sunt", "culpa", "qui", "officia",
    "deserunt", "mollit", "anim", "id", "est", "laborum",
  ]

  /// Whether a name is one of these words with a hexadecimal ending, as `nulla9` or `ea_4f`.
  static func isFiller(_ name: String) -> Bool {
    let lowered = name.lowercased()
    return words.contains { word in
      guard lowered.hasPrefix(word) else { return false }
      let rest = lowered.dropFirst(word.count).drop { $0 == "_" || $0 == "-" || $0 == " " }
      // Without an ending, only words that no API uses as a name count.
      if rest.isEmpty { return word.count > 4 }
      return rest.count <= 4 && rest.allSatisfy(\.isHexDigit) && rest.contains(where: \.isNumber)
    }
  }

  /// Whether the members of an object are made up, so that it stands for a map with names of one's own.
  static func areIn(_ names: [String]) -> Bool {
    !names.isEmpty && names.allSatisfy(isFiller)
  }
}
