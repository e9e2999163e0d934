import Foundation

/// Reads the few values that matter out of S3's answers: elements without attributes that hold text.
enum XMLElements {
  /// The texts of all elements of that name, in order.
  static func values(of name: String, in xml: String) -> [String] {
    var values: [String] = []
    var rest = Substring(xml)
    while let start = rest.range(of: "<\(name)>") {
      rest = rest[start.upperBound...]
      guard let end = rest.range(of: "</\(name)>") else { break }
      values.append(unescaped(rest[..<end.lowerBound]))
      rest = rest[end.upperBound...]
    }
    return values
  }

  /// The text as it stands between tags.
  static func escaped(_ text: String) -> String {
    text.reduce(into: "") { escaped, character in
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      default: escaped.append(character)
      }
    }
  }

  private static func unescaped(_ text: Substring) -> String {
    [("&quot;", "\""), ("&#34;", "\""), ("&apos;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")]
      .reduce(String(text)) { $0.replacingOccurrences(of: $1.0, with: $1.1) }
  }
}
