import Foundation
import Hummingbird

/// The name of a request through logs, answers and error bodies.
enum RequestName {
  /// Takes the caller's `X-Request-Id` when it is a sane one (8 to 64 letters, digits, `-`, `_` or `.`), else makes one.
  static func of(_ request: Request, orMake make: () -> UUID) -> String {
    if let given = request.headers[.requestID], isSane(given) { return given }
    return make().uuidString.lowercased()
  }

  private static func isSane(_ text: String) -> Bool {
    (8...64).contains(text.utf8.count)
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
  }
}
