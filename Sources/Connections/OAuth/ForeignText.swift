import Core

/// Words of another service, made fit to be shown and stored.
enum ForeignText {
  private static let longest = 300

  /// One line of printable characters, at most 300, without any of `secrets` and without a stop at its end.
  static func clean(_ text: String, without secrets: [Secret]) -> String {
    var text = text
    for secret in secrets where secret.revealed.count >= 4 {
      text = text.split(separator: secret.revealed, omittingEmptySubsequences: false).joined(separator: "•••")
    }
    let words = text.split { $0.isWhitespace || $0.isNewline }.joined(separator: " ")
    let shown = String(words.unicodeScalars.filter { $0.properties.generalCategory != .control }.map(Character.init))
    let short = shown.count > longest ? String(shown.prefix(longest)) + "…" : shown
    return short.hasSuffix(".") ? String(short.dropLast()) : short
  }
}
