/// Starts a flow when a run of another one ends.
package struct FlowEndTrigger: Sendable, Hashable {
  /// The ends that a flow can react to.
  package enum Ending: String, Sendable, Hashable, CaseIterable {
    case succeeded
    case failed
    case cancelled
  }

  /// A run that stands this many flows behind the first one starts no further one: chains end.
  package static let maximumChain = 16

  /// The name or the identifier of a flow of the same team, as the author wrote it.
  package let flow: String
  /// Which ends count.
  package let endings: Set<Ending>
}
