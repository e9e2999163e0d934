/// How much of a flow happens at once.
package struct FlowLimits: Sendable, Hashable {
  /// Runs that share a key are limited on their own.
  package struct PerKey: Sendable, Hashable {
    /// Sees `.trigger`.
    package let key: ValueTemplate
    package let concurrency: Int
  }

  /// No more starts than that in a span of time; later ones wait.
  package struct Throttle: Sendable, Hashable {
    package let runs: Int
    package let every: Duration
  }

  /// Of starts with the same key in quick succession only the last one counts.
  package struct Debounce: Sendable, Hashable {
    /// Sees `.trigger`; `nil` takes all starts for the same.
    package let key: ValueTemplate?
    package let quiet: Duration
  }

  /// How many runs are in hand at once; `nil` for as many as there is room for.
  package let concurrency: Int?
  package let perKey: PerKey?
  package let throttle: Throttle?
  package let debounce: Debounce?

  package static let none = FlowLimits(concurrency: nil, perKey: nil, throttle: nil, debounce: nil)
}
