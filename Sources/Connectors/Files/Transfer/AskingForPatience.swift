import Core
import Foundation
import HTTPTypes
import MediaValetClient

/// A failure with which a service may say how long to leave it alone.
protocol AskingForPatience: CodedError {
  /// How long it asks to wait, in seconds; `nil` when it doesn't say.
  var patience: Int64? { get }
}

extension HTTPFields {
  /// What `Retry-After` asks for, in seconds; a date counts from the answer's own `Date`, whatever clock is right.
  var secondsToWait: Int64? {
    guard let asked = self[.retryAfter] else { return nil }
    if let seconds = Int64(asked) { return Swift.max(0, seconds) }
    let start = Date(timeIntervalSince1970: 0)
    guard let until = RetryAfter.seconds(asked, now: start),
      let now = self[.date].flatMap({ RetryAfter.seconds($0, now: start) })
    else { return nil }
    return Int64(Swift.max(0, until - now))
  }
}
