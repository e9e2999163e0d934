package import Core

/// An attempt to make: something that touches the world outside of the run.
package struct Performance: Sendable, Hashable {
  /// What is done.
  package enum Work: Sendable, Hashable {
    case action(ActionStep)
    /// Asks an action that lists for one page; puts out `{"items", "next"?}`.
    case page(ActionStep)
    /// Reads some lines of a file of JSON lines; puts out the same.
    case lines
    /// Starts another flow; puts out `{"run"}`.
    case startFlow(SubflowStep)
    case state(StateStep.Operation)
  }

  package let path: String
  /// From 1.
  package let attempt: Int
  package let work: Work
  package let input: JSONValue
  /// `nil` leaves it to the action.
  package let timeout: Duration?

  /// The connection that is used, as the author wrote it.
  package var connection: String? {
    switch work {
    case .action(let step), .page(let step): step.connection
    case .lines, .startFlow, .state: nil
    }
  }
}
