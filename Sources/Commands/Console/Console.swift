import Core
import Foundation

/// How commands speak: results on standard output, everything else on standard error.
struct Console: Sendable {
  /// Whether results are JSON, for programs.
  let isJSON: Bool

  /// Says a result to a person; programs get ``result(_:)`` instead.
  func say(_ text: String) {
    if !isJSON { Self.write(text + "\n", to: 1) }
  }

  /// Gives a result to a program, as one line of JSON.
  func result(_ value: JSONValue) {
    if isJSON { Self.write(value.serialized() + "\n", to: 1) }
  }

  /// Says something on the way that isn't a result.
  func note(_ text: String) {
    Self.write(text + "\n", to: 2)
  }

  /// Whether somebody is looking at standard error while it is written.
  static var isTerminal: Bool { isatty(2) == 1 && ProcessInfo.processInfo.environment["CI"] == nil }

  static func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      guard written > 0 else { return }
      bytes = bytes.dropFirst(written)
    }
  }
}
