import Foundation

/// Names of services as names in the library, which takes what every file system and archive can keep.
package enum LibraryFileName {
  /// In bytes of UTF-8.
  private static let longest = 255
  private static let forbidden: Set<Unicode.Scalar> = ["/", "\\", ":", "*", "?", "\"", "<", ">", "|"]

  /// The name of a file: what can't be kept becomes `_`, and a long name loses its middle, not its extension.
  package static func file(_ name: String) -> String {
    let kept = replacing(name, forbidden)
    let trimmed = kept.trimmingCharacters(in: .whitespacesAndNewlines)
    if trimmed.isEmpty || trimmed == "." || trimmed == ".." { return "_" + trimmed.filter { $0 == "." } + "_" }
    return shortened(kept)
  }

  /// The name of a category.
  package static func category(_ name: String) -> String {
    let trimmed = replacing(name, ["/", "\\"]).trimmingCharacters(in: .whitespacesAndNewlines)
    return trimmed.isEmpty ? "_" : String(shortened(trimmed).prefix(longest))
  }

  private static func replacing(_ name: String, _ forbidden: Set<Unicode.Scalar>) -> String {
    String(
      String.UnicodeScalarView(
        name.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F || forbidden.contains($0) ? "_" : $0 }))
  }

  private static func shortened(_ name: String) -> String {
    if name.utf8.count <= longest { return name }
    let dot = name.lastIndex(of: ".") ?? name.endIndex
    var end = String(name[dot...])
    if end.utf8.count > 32 { end = "" }
    let whole = String(name[..<(end.isEmpty ? name.endIndex : dot)])
    let room = longest - end.utf8.count
    var stem = whole
    while stem.utf8.count > room { stem.removeLast() }
    return (stem.isEmpty ? scalars(of: whole, upTo: room) : stem) + end
  }

  /// The beginning of what is one letter with more marks on it than a name can hold.
  private static func scalars(of letter: String, upTo room: Int) -> String {
    var kept = String.UnicodeScalarView()
    var length = 0
    for scalar in letter.unicodeScalars {
      length += UTF8.width(scalar)
      if length > room { break }
      kept.append(scalar)
    }
    return String(kept)
  }
}
