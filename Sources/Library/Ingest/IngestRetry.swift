import Core
import Media

/// What to do after an attempt failed: a pure function of the error and of how often it was tried.
enum IngestRetry: Sendable, Hashable {
  /// Try again after so long.
  case again(after: Duration)
  /// The file is to blame, or nothing helped. It stays as it is, and says why.
  case giveUp(reason: String)

  /// A file that takes its decoder down is tried once more, in case the machine was to blame.
  static let mostCrashes = 2
  /// Whatever the reason.
  static let mostAttempts = 8

  /// - Parameter attempts: this one included.
  init(after error: any Error, attempts: Int) {
    let reason = (error as? any CodedError)?.message ?? "It could not be looked at."
    switch error {
    case MediaError.workerDied, MediaError.timedOut:
      self = attempts >= Self.mostCrashes ? .giveUp(reason: reason) : .again(after: Self.pause(attempts))
    case let error as MediaError
    where error.category != .unavailable && error.category != .insufficientStorage
      && error.category != .fault:
      self = .giveUp(reason: reason)
    default:
      self = attempts >= Self.mostAttempts ? .giveUp(reason: reason) : .again(after: Self.pause(attempts))
    }
  }

  /// 2 s, doubled with each attempt, at most 5 minutes.
  private static func pause(_ attempts: Int) -> Duration {
    min(.seconds(300), .seconds(1 << min(attempts, 9)))
  }
}
