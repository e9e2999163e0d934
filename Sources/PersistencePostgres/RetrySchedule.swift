/// When a transaction that lost against another is run again: soon, later, much later, never.
struct RetrySchedule {
  static let maximumRetries = 16
  private static let longest = Duration.milliseconds(100)

  private var retries = 0

  /// Whether those who are as unlucky should go one after the other.
  var needTurn: Bool { retries >= 2 }

  /// The pause before the next try: up to 1 ms at first, then twice as much each time, by chance, so that those who
  /// met once don't meet again.
  /// - Parameter chance: a random byte.
  /// - Returns: `nil` when it isn't worth another try.
  mutating func next(chance: [UInt8]) -> Duration? {
    guard retries < Self.maximumRetries else { return nil }
    let bound = min(Self.longest, .milliseconds(1 << min(retries, 7)))
    retries += 1
    return bound * (Double(chance.first ?? 128) + 1) / 256
  }
}
