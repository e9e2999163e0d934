package import Core

/// Why an action failed, as data that a run can keep, show and act upon. Free of secrets.
package struct ActionError: CodedError, Equatable {
  package let code: String
  package let category: ErrorCategory
  package let message: String
  package let advice: String?
  /// Whether and when another try makes sense.
  package let retry: Retry
  /// The HTTP exchange that failed, bounded and masked, and whatever else helps.
  package let details: JSONObject

  package init(
    code: String, category: ErrorCategory = .upstream, message: String, advice: String? = nil, retry: Retry = .never,
    details: JSONObject = [:]
  ) {
    self.code = code
    self.category = category
    self.message = message
    self.advice = advice
    self.retry = retry
    self.details = details
  }

  /// Whether another try makes sense.
  package enum Retry: Sendable, Hashable {
    /// The same input fails again.
    case never
    /// Later, with growing waits.
    case backOff
    /// Not before that long.
    case after(Duration)
  }
}

extension ActionError {
  /// Anything that was thrown on the way, as an action's failure.
  package init(_ error: any Error) {
    switch error {
    case let error as ActionError: self = error
    case let error as any CodedError:
      self.init(
        code: error.code, category: error.category, message: error.message, advice: error.advice,
        retry: Self.retry(after: error), details: error.details)
    case is CancellationError:
      self.init(code: "cancelled", category: .unavailable, message: "The action was stopped.", retry: .backOff)
    default:
      self.init(code: "action_failed", category: .fault, message: "The action failed unexpectedly.", retry: .backOff)
    }
  }

  private static func retry(after error: any CodedError) -> Retry {
    if let seconds = (error as? any AskingForPatience)?.patience { return .after(.seconds(seconds)) }
    return error.category.isTransient ? .backOff : .never
  }
}
