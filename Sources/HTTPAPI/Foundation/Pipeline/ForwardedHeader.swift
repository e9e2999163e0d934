package import HTTPTypes

/// The header in which proxies say for whom they ask.
package enum ForwardedHeader: String, Sendable, CaseIterable {
  /// RFC 7239: `for=192.0.2.60;proto=https, for="[2001:db8::1]:4711"`.
  case forwarded
  /// What most proxies write: `192.0.2.60, 198.51.100.17`.
  case xForwardedFor = "x-forwarded-for"

  /// The header's name.
  package var name: HTTPField.Name {
    switch self {
    case .forwarded: .named("Forwarded")
    case .xForwardedFor: .named("X-Forwarded-For")
    }
  }

  /// The addresses in the order of the way, the client's first; `nil` for a hop that isn't named by an address.
  func hops(_ headers: HTTPFields) -> [String?] {
    let elements = headers[values: name].flatMap { Self.split($0, at: ",") }
    switch self {
    case .xForwardedFor: return elements.map { Self.address($0) }
    case .forwarded:
      return elements.map { element in
        let pair = Self.split(element, at: ";").first { $0.lowercased().hasPrefix("for=") }
        return pair.flatMap { Self.address(String($0.dropFirst(4))) }
      }
    }
  }

  /// Splits outside of quotation marks, and takes away the blanks around the parts.
  private static func split(_ text: String, at separator: Character) -> [String] {
    var parts = [""]
    var isQuoted = false
    for character in text {
      if character == "\"" { isQuoted.toggle() }
      if character == separator, !isQuoted { parts.append("") } else { parts[parts.count - 1].append(character) }
    }
    return parts.map { $0.trimmingPrefix { $0 == " " || $0 == "\t" } }
      .map { String($0.reversed().drop { $0 == " " || $0 == "\t" }.reversed()) }
  }

  /// The address of a node, without its port: `192.0.2.43`, `192.0.2.43:47011`, `"[2001:db8::17]:47011"`, `2001:db8::17`.
  private static func address(_ node: String) -> String? {
    var text = node[...]
    if text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") { text = text.dropFirst().dropLast() }
    if text.hasPrefix("[") {
      guard let end = text.firstIndex(of: "]") else { return nil }
      return String(text[text.index(after: text.startIndex)..<end])
    }
    if text.count(where: { $0 == ":" }) == 1 { text = text.prefix { $0 != ":" } }
    return text.isEmpty ? nil : String(text)
  }
}
