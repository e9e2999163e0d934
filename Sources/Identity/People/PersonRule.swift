import Foundation

/// What names and addresses of people have to look like.
enum PersonRule {
  /// Letters, digits and `. _ - @ +`, at most 100, so that it can stand in a token, a URL and a log unescaped.
  static func userName(_ text: String) throws(PeopleError) -> String {
    let allowed = { (byte: UInt8) in isAlphanumeric(byte) || "._-@+".utf8.contains(byte) }
    guard (1...100).contains(text.utf8.count), text.utf8.allSatisfy(allowed),
      text.utf8.first.map(isAlphanumeric) ?? false
    else {
      throw .invalid(
        field: "user name", rule: "1 to 100 letters, digits and . _ - @ +, a letter or digit first, are allowed")
    }
    return text
  }

  static func email(_ text: String) throws(PeopleError) -> String {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
    guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("."), !parts[1].hasPrefix("."),
      !parts[1].hasSuffix("."), isPlain, text.utf8.count <= 254
    else { throw .invalid(field: "email", rule: "an address like name@example.org is expected") }
    return text
  }

  static func displayName(_ text: String) throws(PeopleError) -> String {
    let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard (1...200).contains(trimmed.count), isPrintable(trimmed) else {
      throw .invalid(field: "display name", rule: "1 to 200 printable characters are allowed")
    }
    return trimmed
  }

  /// Names are compared without case.
  static func key(_ text: String) -> String { text.lowercased() }

  static func isPrintable(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy {
      !$0.properties.isNoncharacterCodePoint && $0.properties.generalCategory != .control
    }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
