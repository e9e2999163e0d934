import Foundation

/// libjq's words about a program that doesn't compile, made fit for the author of the flow.
enum JQComplaint {
  /// - Parameter text: as `jq: error: syntax error, unexpected ')' (Unix shell quoting issues?) at <top-level>, line 2:`
  ///   and the program after it.
  static func readable(_ text: String) -> String {
    let first = text.split(separator: "\n").first.map(String.init) ?? text
    var message = first
    for noise in ["jq: error: ", "jq: error (at <unknown>): ", " (Unix shell quoting issues?)"] {
      message = message.replacing(noise, with: "")
    }
    // The parenthesis is ours: the program puts one behind every expression.
    if message.hasPrefix("syntax error, unexpected ')'") || message.contains("unexpected end of file") {
      return "it ends where something is still missing"
    }
    guard let place = message.range(of: " at <top-level>, line ") else { return message }
    // The program begins with a line of ours.
    let line = message[place.upperBound...].prefix { $0.isNumber }
    message = String(message[..<place.lowerBound])
    guard let number = Int(line), number > 1 else { return message }
    return "\(message) in its line \(number - 1)"
  }
}
