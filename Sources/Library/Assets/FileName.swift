/// Rules for the names under which files are uploaded and downloaded.
enum FileName {
  /// Longest name in bytes of UTF-8: what common file systems can keep.
  static let maximumLength = 255

  /// Why `name` can't be a file's name, as the end of a sentence; `nil` when it can.
  static func problem(_ name: String) -> String? {
    if name.allSatisfy(\.isWhitespace) { return "it is empty" }
    if name.utf8.count > maximumLength { return "it is longer than \(maximumLength) bytes" }
    if name == "." || name == ".." { return "it names a folder" }
    let isForbidden: (Unicode.Scalar) -> Bool = { $0.value < 0x20 || $0.value == 0x7F || forbidden.contains($0) }
    guard let scalar = name.unicodeScalars.first(where: isForbidden) else { return nil }
    return scalar.value < 0x20 || scalar.value == 0x7F
      ? "it has a control character" : "it has the character \(scalar)"
  }

  /// Characters that a common file system or archive can't keep.
  private static let forbidden: Set<Unicode.Scalar> = ["/", "\\", ":", "*", "?", "\"", "<", ">", "|"]

  /// The extension in upper case without the dot; empty where there is none.
  static func fileType(_ name: String) -> String {
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
    return name[name.index(after: dot)...].uppercased()
  }

  /// The name without its extension, for a title where none was given.
  static func stem(_ name: String) -> String {
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }
}
