import Foundation

/// How long to wait after failed sign-ins: nothing at first, then twice as long after each.
struct ThrottleRule: Sendable, Hashable {
  /// How many failures cost nothing.
  let freeFailures: Int
  /// The longest wait, in seconds.
  let longestWait: Int
  /// Failures are forgotten when the last one is older, in seconds.
  let memory: TimeInterval

  /// For one account. The longest wait is short, since anybody can make it happen to anybody.
  static let account = ThrottleRule(freeFailures: 5, longestWait: 300, memory: 86_400)
  /// For one address, from which many people may come.
  static let address = ThrottleRule(freeFailures: 20, longestWait: 900, memory: 86_400)

  /// What happened lately.
  struct History: Sendable, Hashable {
    var failures = 0
    var failedAt = Date(timeIntervalSince1970: 0)
  }

  /// The seconds to wait from `now`; 0 when the next attempt may be made.
  func wait(after history: History, now: Date) -> Int {
    guard count(history, now: now) >= freeFailures else { return 0 }
    let doublings = min(history.failures - freeFailures, 20)
    let delay = min(1 << doublings, longestWait)
    let left = history.failedAt.addingTimeInterval(TimeInterval(delay)).timeIntervalSince(now)
    return max(0, Int(left.rounded(.up)))
  }

  /// The history with an attempt that counts as failed until it is known to have succeeded.
  func adding(to history: History, now: Date) -> History {
    History(failures: count(history, now: now) + 1, failedAt: now)
  }

  private func count(_ history: History, now: Date) -> Int {
    now.timeIntervalSince(history.failedAt) > memory ? 0 : history.failures
  }
}
