/// A trigger that starts when a run of another flow of the team ends.
package struct FlowEndTrigger: Sendable, Hashable {
  /// How the other run ended.
  package enum Outcome: String, Sendable, Hashable, CaseIterable {
    case succeeded
    case failed
    case cancelled
  }

  /// The name or identifier of the other flow.
  package let flow: String
  package let outcomes: [Outcome]
}
