import Foundation

/// The members of a query as it came, names in lower case; the first of two of one name counts.
struct AddressQuery {
  private var members: [String: String] = [:]

  init(_ query: String) {
    for pair in query.split(separator: "&") {
      let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = Self.decoded(halves[0]).lowercased()
      if members[name] == nil { members[name] = halves.count > 1 ? Self.decoded(halves[1]) : "" }
    }
  }

  subscript(name: String) -> String? { members[name] }

  /// The segments of a path, decoded; empty ones are left out.
  static func segments(of path: String) -> [String] {
    path.split(separator: "/").map(decoded)
  }

  /// One segment of a path, encoded so that nothing in it has a meaning in an address.
  static func encoded(_ segment: String) -> String {
    segment.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
  }

  private static func decoded(_ text: Substring) -> String {
    text.removingPercentEncoding ?? String(text)
  }

  /// RFC 3986, section 2.3.
  private static let unreserved = CharacterSet(
    charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
}
