import Foundation

/// Spreads requests over time: so many in a window, any number of them at once after a pause.
///
/// Pure: it is told the time, and answers how long to wait.
struct TokenBucket: Sendable {
  private let capacity: Double
  private let perSecond: Double
  private var tokens: Double
  private var filledAt: Date

  /// - Parameters:
  ///   - requests: how many fit into `window`; at least 1.
  ///   - now: when it begins, full.
  init(requests: Int, window: Duration, now: Date) {
    capacity = Double(max(requests, 1))
    let seconds = Double(window.components.seconds) + Double(window.components.attoseconds) / 1e18
    perSecond = capacity / max(seconds, 0.001)
    tokens = capacity
    filledAt = now
  }

  /// Takes the right to one request.
  /// - Returns: how long to wait before it may be sent; zero when at once. The right is taken in any case, so requests
  ///   that come meanwhile wait longer.
  mutating func take(at now: Date) -> Duration {
    fill(at: now)
    tokens -= 1
    return tokens >= 0 ? .zero : .milliseconds(Int((-tokens / perSecond * 1000).rounded(.up)))
  }

  private mutating func fill(at now: Date) {
    let passed = max(0, now.timeIntervalSince(filledAt))
    tokens = min(capacity, tokens + passed * perSecond)
    filledAt = max(filledAt, now)
  }
}
