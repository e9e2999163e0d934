import Foundation

/// Rules for the names that people give to categories, keywords, attributes, collections and links.
enum LibraryName {
  /// In characters.
  static let longest = 255

  /// The name without blanks around it.
  /// - Throws: ``LibraryError/illegalName(_:problem:)``.
  static func checked(_ name: String, forbidding forbidden: Set<Character> = []) throws -> String {
    let trimmed = name.trimmingCharacters(in: .whitespacesAndNewlines)
    if trimmed.isEmpty { throw LibraryError.illegalName(name, problem: "it is empty") }
    if trimmed.count > longest || trimmed.utf8.count > longest * 4 {
      throw LibraryError.illegalName(
        String(trimmed.prefix(40)) + "…", problem: "it is longer than \(longest) characters")
    }
    if trimmed.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
      throw LibraryError.illegalName(trimmed, problem: "it has a control character")
    }
    if let character = trimmed.first(where: forbidden.contains) {
      throw LibraryError.illegalName(trimmed, problem: "it has the character \(character)")
    }
    return trimmed
  }
}
