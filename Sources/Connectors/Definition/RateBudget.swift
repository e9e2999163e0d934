/// How hard a service may be pressed by one connection.
package struct RateBudget: Sendable, Hashable {
  /// How many requests in ``window``; `nil` for no limit.
  package let requests: Int?
  package let window: Duration
  /// How many requests may be under way at once.
  package let concurrency: Int

  package static let standard = RateBudget(requests: nil, window: .seconds(60), concurrency: 8)
}
