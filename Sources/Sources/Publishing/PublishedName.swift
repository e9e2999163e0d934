import Foundation

/// Names of files in a folder of a service, each distinct.
enum PublishedName {
  /// What two names have in common that some service may take for one: case, and how accents are written.
  static func key(_ name: String) -> String {
    name.precomposedStringWithCanonicalMapping.lowercased()
  }

  /// The name for a file: its own, or with a number behind it when that one is taken, as `harbour (2).jpg`. The lowest free
  /// number up to 16; beyond that one that is free, as it is found with few looks.
  /// - Parameter taken: keys of the names that are there.
  static func distinct(_ name: String, taken: (String) -> Bool) -> String {
    if !taken(key(name)) { return name }
    let dot = name.lastIndex(of: ".").flatMap { $0 == name.startIndex ? nil : $0 } ?? name.endIndex
    let end = name[dot...].utf8.count > 32 ? "" : String(name[dot...])
    let stem = String(name[..<(end.isEmpty ? name.endIndex : dot)])
    func numbered(_ number: Int) -> String {
      let mark = " (\(number))"
      var short = stem
      while short.utf8.count + mark.utf8.count + end.utf8.count > longest { short.removeLast() }
      return short + mark + end
    }
    func isFree(_ number: Int) -> Bool { !taken(key(numbered(number))) }
    if let few = (2...tried).first(where: isFree) { return numbered(few) }
    // Thousands of one name: one behind another would be millions of looks.
    var (last, free) = (tried, 2 * tried)
    while !isFree(free) { (last, free) = (free, 2 * free) }
    while free - last > 1 {
      let middle = last + (free - last) / 2
      if isFree(middle) { free = middle } else { last = middle }
    }
    return numbered(free)
  }

  /// So many numbers are tried one after another.
  private static let tried = 16

  /// In bytes of UTF-8.
  private static let longest = 255
}
