public import Foundation

/// Time as the client sees it, and how patient it is. Tests hand in their own.
public struct MediaValetTiming: Sendable {
  /// The time now.
  public var now: @Sendable () -> Date
  /// Waits that long, or throws when the task is cancelled.
  public var sleep: @Sendable (Duration) async throws -> Void
  /// How often one request is sent at most.
  public var attempts: Int
  /// The first wait after a 429 or a 5xx; each further one is twice as long.
  public var firstWait: Duration
  /// The client doesn't wait longer than this itself: it throws, and the caller comes back later.
  public var longestWait: Duration

  /// A patience of your own.
  public init(
    now: @escaping @Sendable () -> Date,
    sleep: @escaping @Sendable (Duration) async throws -> Void,
    attempts: Int = 4, firstWait: Duration = .seconds(5), longestWait: Duration = .seconds(30)
  ) {
    self.now = now
    self.sleep = sleep
    self.attempts = attempts
    self.firstWait = firstWait
    self.longestWait = longestWait
  }

  /// The machine's clock; four attempts, 5 s, 10 s and 20 s apart.
  public static let live = MediaValetTiming(now: { Date() }, sleep: { try await Task.sleep(for: $0) })

  /// How long to wait before attempt `number` (counted from 1) is repeated.
  /// - Returns: `nil` when the client shouldn't wait any more.
  func wait(after number: Int, asked seconds: Int?) -> Duration? {
    guard number < attempts else { return nil }
    let wait = seconds.map { Duration.seconds($0) } ?? firstWait * (1 << (number - 1))
    return wait <= longestWait ? wait : nil
  }
}
