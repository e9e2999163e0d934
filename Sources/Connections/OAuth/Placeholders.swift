import Foundation

/// Values that stand in addresses and parameters as `${name}`.
enum Placeholders {
  /// - Parameter value: what a name stands for; `nil` leaves it as it is.
  static func fill(_ text: String, _ value: (String) throws -> String?) rethrows -> String {
    var filled = ""
    var rest = Substring(text)
    while let start = rest.range(of: "${"), let end = rest[start.upperBound...].firstIndex(of: "}") {
      let name = String(rest[start.upperBound..<end])
      filled += rest[..<start.lowerBound]
      filled += try value(name) ?? "${\(name)}"
      rest = rest[rest.index(after: end)...]
    }
    return filled + rest
  }

  /// The names in a text.
  static func names(in text: String) -> [String] {
    var names: [String] = []
    _ = fill(text) { name in
      names.append(name)
      return nil
    }
    return names
  }
}
