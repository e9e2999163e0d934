import Connectors
import Core
import Foundation

/// What becomes of a file that failed: pure.
enum RetryRule: Sendable, Hashable {
  /// Tried again after so many seconds.
  case again(after: Double)
  /// A person has to look.
  case park
  /// Not the file is to blame but what all files need: the sync ends, and goes on later.
  case stop

  /// However it fails.
  static let mostTries = 8
  /// When the service says that the same will fail again.
  static let mostRefusals = 3

  /// - Parameter tries: this one included.
  init(after error: any Error, tries: Int) {
    guard let coded = error as? any CodedError else {
      self = error is CancellationError ? .stop : tries >= Self.mostTries ? .park : .again(after: Self.pause(tries))
      return
    }
    if coded.code.hasPrefix("connection_") || coded.code == "source_taken_over" || coded.code == "cancelled"
      || coded.category == .insufficientStorage
    {
      self = .stop
    } else if case .after(let pause)? = (error as? ActionError)?.retry, tries < Self.mostTries {
      self = .again(after: max(pause / .seconds(1), Self.pause(tries)))
    } else {
      let isTransient = coded.category.isTransient || coded.category == .upstream || coded.category == .conflict
      let most = isTransient ? Self.mostTries : Self.mostRefusals
      self = tries >= most ? .park : .again(after: Self.pause(tries))
    }
  }

  /// 10 s, doubled with each try, at most an hour.
  private static func pause(_ tries: Int) -> Double {
    min(3600, 10 * pow(2, Double(min(tries, 12) - 1)))
  }
}
