/// When a request is sent again, and how patiently.
package struct RetryRules: Sendable, Hashable {
  /// How often a request is sent at most.
  package var attempts: Int
  /// The first wait; each further one is ``factor`` times as long.
  package var first: Duration
  package var factor: Int
  /// No wait is longer, unless the service asks for it.
  package var longest: Duration
  /// Methods that may be sent again when nobody knows whether they arrived, unless an action says otherwise.
  package var safeMethods: Set<String>

  package init(
    attempts: Int = 5, first: Duration = .seconds(5), factor: Int = 2, longest: Duration = .seconds(60),
    safeMethods: Set<String> = ["GET", "HEAD", "PUT", "DELETE"]
  ) {
    self.attempts = attempts
    self.first = first
    self.factor = factor
    self.longest = longest
    self.safeMethods = safeMethods
  }

  /// The wait after try `number`, counted from 1.
  package func wait(after number: Int) -> Duration {
    var wait = first
    for _ in 1..<max(number, 1) where wait < longest { wait *= factor }
    return min(wait, longest)
  }
}
