/// Decides whether a failed request is sent again. Pure: it neither waits nor sends.
struct RetryMachine: Sendable {
  let rules: RetryRules
  /// Whether the request may be sent again when nobody knows whether it arrived.
  let isRepeatable: Bool
  /// Longer waits aren't waited out here, but handed to whoever runs the action, so that a run can wait durably.
  var longestHere: Duration = .seconds(15)
  private var tries = 0

  init(rules: RetryRules, isRepeatable: Bool) {
    self.rules = rules
    self.isRepeatable = isRepeatable
  }

  /// How a request can fail in a way that another try may mend.
  enum Failure: Equatable, Sendable {
    /// An error status, with what `Retry-After` asks for.
    case status(Int, asked: Duration?)
    /// There was no answer.
    case lost(mayHaveArrived: Bool)
  }

  /// What to do about it.
  enum Decision: Equatable, Sendable {
    case again(after: Duration)
    case giveUp(ActionError.Retry)
  }

  /// To be told after every try that failed.
  mutating func failed(_ failure: Failure) -> Decision {
    tries += 1
    guard mayRepeat(failure) else { return .giveUp(.never) }
    let asked: Duration? = if case .status(_, let asked) = failure { asked } else { nil }
    let wait = asked ?? rules.wait(after: tries)
    if wait > longestHere { return .giveUp(.after(wait)) }
    if tries >= rules.attempts { return .giveUp(asked.map { .after($0) } ?? .backOff) }
    return .again(after: wait)
  }

  private func mayRepeat(_ failure: Failure) -> Bool {
    switch failure {
    case .status(429, _), .status(503, _): true
    case .status(let status, _): (status == 408 || status >= 500) && isRepeatable
    case .lost(let mayHaveArrived): isRepeatable || !mayHaveArrived
    }
  }
}
