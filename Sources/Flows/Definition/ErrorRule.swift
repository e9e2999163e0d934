/// What happens when a step has failed for good.
package enum ErrorRule: Sendable, Hashable {
  /// The failure goes outward: to the `try` or the loop around it that takes it, or to the end of the run.
  case fail
  /// The flow goes on; the step's output is `{"error": {…}}`.
  case goOn
  /// These steps are done instead, and see the failure as `.vars.error`; the output of the last one is the step's.
  case steps([FlowStep])
}
