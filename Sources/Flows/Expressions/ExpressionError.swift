import Core

/// Why an expression gave no value.
enum ExpressionError: Error, Hashable {
  /// jq's own complaint.
  case failed(String)
  case timedOut(Duration)
  /// The process was ended by the system: out of memory, or a fault in libjq.
  case exhausted(memory: Int)
  case tooLarge(limit: Int)
  case manyResults
  /// The program doesn't compile; found at validation, so this is a flow saved by a newer Weir.
  case doesNotCompile(String)
  /// No process could be started.
  case unavailable(String)

  /// What a step tells about it.
  func failure(of expression: Expression) -> StepFailure {
    StepFailure(
      code: code, message: "The expression {{\(expression.source)}} \(reason).", advice: advice, retry: retry,
      field: expression.field)
  }

  private var retry: StepFailure.Retry {
    if case .unavailable = self { .backOff } else { .never }
  }

  private var code: String {
    switch self {
    case .failed: "expression_failed"
    case .timedOut: "expression_timed_out"
    case .exhausted: "expression_out_of_memory"
    case .tooLarge: "expression_result_too_large"
    case .manyResults: "expression_gave_many_results"
    case .doesNotCompile: "expression_invalid"
    case .unavailable: "expression_process_unavailable"
    }
  }

  private var reason: String {
    switch self {
    case .failed(let message): "failed: \(message)"
    case .timedOut(let limit): "took longer than \(DurationText.format(limit))"
    case .exhausted(let memory): "needed more than \(memory >> 20) MB of memory"
    case .tooLarge(let limit): "gave a result of more than \(limit) bytes"
    case .manyResults: "gave more than one result"
    case .doesNotCompile(let message): "is no jq program: \(message)"
    case .unavailable(let reason): "could not be evaluated: \(reason)"
    }
  }

  private var advice: String? {
    switch self {
    case .timedOut: "Look for a loop that never ends."
    case .manyResults: "Put [ ] around it to get a list."
    case .exhausted, .tooLarge: "Select less."
    case .failed, .doesNotCompile, .unavailable: nil
    }
  }
}
