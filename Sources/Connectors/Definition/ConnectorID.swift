import Foundation

/// Which connector, in which version, as `mediavaletConnector-v1.0`.
package struct ConnectorID: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The name, as `mediavaletConnector`.
  package let name: String
  package let major: Int
  package let minor: Int

  init(name: String, major: Int, minor: Int) {
    self.name = name
    self.major = major
    self.minor = minor
  }

  /// Reads `nameConnector-vMAJOR.MINOR`.
  /// - Returns: `nil` when `text` is written otherwise.
  package init?(_ text: String) {
    guard let dash = text.range(of: "-v", options: .backwards) else { return nil }
    let name = String(text[..<dash.lowerBound])
    let version = text[dash.upperBound...].split(separator: ".", omittingEmptySubsequences: false)
    guard version.count == 2, let major = Int(version[0]), let minor = Int(version[1]), major >= 0, minor >= 0,
      name.hasSuffix("Connector"), name.first?.isLowercase == true,
      name.allSatisfy({ $0.isASCII && $0.isLetter || $0.isNumber })
    else { return nil }
    self.name = name
    self.major = major
    self.minor = minor
  }

  package var description: String { "\(name)-v\(major).\(minor)" }

  /// By name, then by version as numbers: `1.9` comes before `1.10`.
  package static func < (left: Self, right: Self) -> Bool {
    (left.name, left.major, left.minor) < (right.name, right.major, right.minor)
  }
}
