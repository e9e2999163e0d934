package import Foundation

/// How hard a service may be pressed through one connection, by all processes together.
package struct BudgetLimit: Sendable, Hashable {
  /// How many requests in ``window``; `nil` for no limit.
  package let requests: Int?
  package let window: Duration
  /// How many requests may be under way at once, from 1.
  package let concurrency: Int

  package init(requests: Int?, window: Duration, concurrency: Int) {
    self.requests = requests.map { max(1, $0) }
    self.window = max(window, .milliseconds(1))
    self.concurrency = max(1, concurrency)
  }

  /// Requests a second, on average.
  var rate: Double? {
    requests.map { Double($0) / (window / .seconds(1)) }
  }
}

/// What a service's answer says about how hard it may be pressed.
package struct BudgetReport: Sendable, Hashable {
  /// Nothing is sent before that.
  package var pausedUntil: Date?
  /// How many requests it still takes.
  package var remaining: Int?

  package init(pausedUntil: Date? = nil, remaining: Int? = nil) {
    self.pausedUntil = pausedUntil
    self.remaining = remaining
  }
}

/// The budget is spent, and for longer than anybody should wait for it in hand.
package struct BudgetSpent: Error, Sendable, Hashable {
  /// When to ask again: each who asks is told another time.
  package let until: Date
}
