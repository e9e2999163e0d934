/// What a piece of HTML says to a reader.
///
/// Some services hand captions out only as they stand on their pages. Nothing is interpreted: marks are taken away, ends of
/// lines and paragraphs stay, and characters that are written by name or number are put in.
enum HTMLText {
  static func plain(_ html: String) -> String {
    var text = ""
    var rest = Substring(html)
    // Once no mark ends any more nothing is looked for, so that the time grows with the text and not with its square.
    var marksEnd = true
    while let character = rest.first {
      if marksEnd, beginsMark(rest) {
        guard let end = rest.firstIndex(of: ">") else {
          marksEnd = false
          continue
        }
        if endsLine(rest[..<end].dropFirst()) { text.append("\n") }
        rest = rest[rest.index(after: end)...]
      } else if character == "&", let end = rest.prefix(10).firstIndex(of: ";"),
        let written = entity(rest[..<end].dropFirst())
      {
        text.append(written)
        rest = rest[rest.index(after: end)...]
      } else {
        text.append(character.isWhitespace ? " " : character)
        rest.removeFirst()
      }
    }
    let lines = text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    return lines.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// A sign with a letter, a slash or `!` behind it; any other is only smaller than something.
  private static func beginsMark(_ text: Substring) -> Bool {
    guard text.first == "<", let second = text.dropFirst().first else { return false }
    return second.isLetter || second == "/" || second == "!"
  }

  private static func endsLine(_ mark: Substring) -> Bool {
    let name = mark.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber }.lowercased()
    return ["br", "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr"].contains(name)
  }

  private static func entity(_ name: Substring) -> Character? {
    guard name.hasPrefix("#") else { return named[String(name)] }
    let digits = name.dropFirst()
    let isHexadecimal = digits.first == "x" || digits.first == "X"
    let number = isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    return number.flatMap(Unicode.Scalar.init).map { Character($0) }
  }

  private static let named: [String: Character] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "copy": "©", "reg": "®", "trade": "™",
    "hellip": "…", "ndash": "–", "mdash": "—", "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "laquo": "«",
    "raquo": "»", "euro": "€", "deg": "°", "times": "×",
  ]
}
