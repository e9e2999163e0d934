import Foundation
import Persistence

/// A pattern for `like` that takes everything in the text literally.
struct LikePattern: Sendable, Hashable {
  let pattern: String

  static func contains(_ text: String) -> LikePattern { LikePattern(pattern: "%\(escaped(text))%") }
  static func startsWith(_ text: String) -> LikePattern { LikePattern(pattern: "\(escaped(text))%") }
  static func endsWith(_ text: String) -> LikePattern { LikePattern(pattern: "%\(escaped(text))") }

  /// Whether a column of folded text matches.
  func matches(_ column: Statement) -> Statement {
    "\(column) like \(pattern) escape '!'"
  }

  private static func escaped(_ text: String) -> String {
    text.replacingOccurrences(of: "!", with: "!!").replacingOccurrences(of: "%", with: "!%")
      .replacingOccurrences(of: "_", with: "!_")
  }
}
