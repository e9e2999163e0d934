package import Core

/// What a template comes out as.
package enum TrialResult: Sendable, Hashable {
  case value(BoundedValue)
  /// The expression couldn't be evaluated on this data.
  case failure(StepFailure)
  /// The template itself is wrong.
  case problems([FlowProblem])

  /// For programs.
  package var json: JSONValue {
    switch self {
    case .value(let value): ["value": value.json]
    case .failure(let failure): ["failure": failure.json]
    case .problems(let problems): ["problems": .array(problems.map(\.json))]
    }
  }
}
