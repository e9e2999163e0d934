import Foundation

/// The fields of a form or of a query string, in their order; a name may occur more than once.
package struct FormFields: Sendable, Equatable {
  package let pairs: [Pair]

  package struct Pair: Sendable, Equatable {
    package let name: String
    package let value: String
  }

  /// Reads `a=1&b=two+words`. Whatever isn't properly percent-encoded is taken as it stands.
  package init(_ text: some StringProtocol) {
    pairs = text.split(separator: "&").map { field in
      let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return Pair(name: Self.decode(parts[0]), value: parts.count > 1 ? Self.decode(parts[1]) : "")
    }
  }

  /// The first field of that name.
  package subscript(name: String) -> String? {
    pairs.first { $0.name == name }?.value
  }

  /// The first field of that name, whatever the case of its letters.
  package func value(ignoringCaseOf name: String) -> String? {
    let wanted = name.lowercased()
    return pairs.first { $0.name.lowercased() == wanted }?.value
  }

  /// Every field of that name.
  package func all(_ name: String) -> [String] {
    pairs.filter { $0.name == name }.map(\.value)
  }

  /// - Throws: ``RequestError/missingParameter(_:)`` when there is none, or it is empty.
  package func require(_ name: String) throws -> String {
    guard let value = self[name], !value.isEmpty else { throw RequestError.missingParameter(name) }
    return value
  }

  private static func decode(_ text: some StringProtocol) -> String {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "%") }) else { return String(text) }
    let spaced = text.replacingOccurrences(of: "+", with: " ")
    return spaced.removingPercentEncoding ?? spaced
  }
}
