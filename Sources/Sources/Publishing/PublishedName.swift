import Foundation

/// Names of files in a folder of a service, each distinct.
enum PublishedName {
  /// What two names have in common that some service may take for one: case, and how accents are written.
  static func key(_ name: String) -> String {
    name.precomposedStringWithCanonicalMapping.lowercased()
  }

  /// The name for a file: its own, or with a number behind it when that one is taken, as `harbour (2).jpg`.
  /// - Parameter taken: keys of the names that are there.
  static func distinct(_ name: String, taken: (String) -> Bool) -> String {
    if !taken(key(name)) { return name }
    let dot = name.lastIndex(of: ".").flatMap { $0 == name.startIndex ? nil : $0 } ?? name.endIndex
    let end = name[dot...].utf8.count > 32 ? "" : String(name[dot...])
    let stem = String(name[..<(end.isEmpty ? name.endIndex : dot)])
    var number = 2
    while true {
      let mark = " (\(number))"
      var short = stem
      while short.utf8.count + mark.utf8.count + end.utf8.count > longest { short.removeLast() }
      let candidate = short + mark + end
      if !taken(key(candidate)) { return candidate }
      number += 1
    }
  }

  /// In bytes of UTF-8.
  private static let longest = 255
}
