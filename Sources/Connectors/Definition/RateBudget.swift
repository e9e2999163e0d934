import Core

/// How hard a service may be pressed by one connection.
package struct RateBudget: Sendable, Hashable {
  /// How many requests in ``window``; `nil` for no limit.
  package let requests: Int?
  package let window: Duration
  /// How many requests may be under way at once.
  package let concurrency: Int
  /// Where the service tells what is left.
  package var headers: RateHeaders = .none

  package static let standard = RateBudget(requests: nil, window: .seconds(60), concurrency: 8)

  /// The budget as a connection's settings lower it: `requestsPerMinute` and `concurrentRequests`.
  func lowered(by settings: JSONObject) -> RateBudget {
    let minute = Self.number(settings["requestsPerMinute"])
    let isLower = minute.map { $0 / 60 < Double(requests ?? .max) / (window / .seconds(1)) } ?? false
    let most = Self.number(settings["concurrentRequests"]).map { Int(min($0, Double(concurrency))) }
    return RateBudget(
      requests: isLower ? minute.map { Int($0) } : requests, window: isLower ? .seconds(60) : window,
      concurrency: most ?? concurrency, headers: headers)
  }

  /// A setting may have been typed as text; less than one is no limit that can be kept.
  private static func number(_ value: JSONValue?) -> Double? {
    let number = value?.doubleValue ?? value?.stringValue.flatMap(Double.init)
    return number.flatMap { $0 >= 1 && $0 <= 1_000_000_000 ? $0 : nil }
  }
}

/// The headers in which a service tells how many requests it still takes, and when it takes more.
package struct RateHeaders: Sendable, Hashable {
  /// How many are left, as `X-RateLimit-Remaining`.
  package let remaining: String?
  /// When there are more, as `X-RateLimit-Reset`.
  package let reset: String?
  package let resetKind: ResetKind

  /// How the time is written.
  package enum ResetKind: String, Sendable, CaseIterable {
    /// Seconds from now.
    case seconds
    /// Seconds since 1970.
    case epoch
    /// A date, as RFC 9110 or ISO 8601 writes it.
    case date
    /// One of them, told by how large it is.
    case any
  }

  package static let none = RateHeaders(remaining: nil, reset: nil, resetKind: .seconds)
}
