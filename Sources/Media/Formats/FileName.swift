/// What the name of a file says; it is never more than a hint.
enum FileName {
  /// What follows the last full stop, in lower case; empty when there is none or nothing but it.
  static func ending(of name: String) -> String {
    guard let stop = name.lastIndex(of: "."), stop != name.startIndex else { return "" }
    let ending = name[name.index(after: stop)...]
    return ending.contains("/") || ending.count > 12 ? "" : ending.lowercased()
  }

  /// Whether the ending fits the format. An unknown ending fits what isn't recognised, and nothing that is; no ending
  /// fits everything.
  static func fits(_ name: String, _ format: FileFormat?) -> Bool {
    let ending = ending(of: name)
    if ending.isEmpty { return true }
    if let format, format.endings.contains(ending) { return true }
    let belongsToAnother = FileFormat.all.contains { $0.endings.contains(ending) }
    if belongsToAnother { return false }
    return format == nil || format == .text || format == .zip
  }
}
