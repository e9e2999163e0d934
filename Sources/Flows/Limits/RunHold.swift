/// Why a run that could begin waits in the queue: its flow's limits, as ``FlowLimits`` says.
package enum RunHold: String, Sendable, Hashable, CaseIterable {
  /// As many runs of the flow are in hand as it allows.
  case concurrency
  /// As many runs with the same key are in hand as the flow allows.
  case keyConcurrency = "key_concurrency"
  /// As many runs as the flow allows began in its span of time.
  case throttle
  /// It waits whether another one with the same key comes.
  case debounce

  /// The reason in a sentence, for people.
  package var message: String {
    switch self {
    case .concurrency: "Waits until another run of the flow ends: the flow's limit of runs at once is reached."
    case .keyConcurrency: "Waits until a run with the same key ends: the flow's limit for each key is reached."
    case .throttle: "Waits its turn: the flow begins only so many runs in a span of time."
    case .debounce: "Waits for calls with the same key to stop coming; only the last one counts."
    }
  }
}
