package import Identity

/// Which runs a list shows.
package struct RunFilter: Sendable {
  package var teams: [TeamID]
  package var flow: FlowID?
  /// ``RunState/name``s; empty for all.
  package var states: [String]

  package init(teams: [TeamID], flow: FlowID? = nil, states: [String] = []) {
    self.teams = teams
    self.flow = flow
    self.states = states
  }
}
