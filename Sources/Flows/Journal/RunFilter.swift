package import Foundation
package import Identity

/// Which runs a list shows.
package struct RunFilter: Sendable {
  package var teams: [TeamID]
  package var flow: FlowID?
  /// ``RunState/name``s; empty for all.
  package var states: [String]
  /// ``FlowTrigger/kindName``s; empty for all.
  package var triggers: [String]
  /// Those that were made at this moment or later.
  package var from: Date?
  /// Those that were made before this moment.
  package var before: Date?

  package init(
    teams: [TeamID], flow: FlowID? = nil, states: [String] = [], triggers: [String] = [], from: Date? = nil,
    before: Date? = nil
  ) {
    self.teams = teams
    self.flow = flow
    self.states = states
    self.triggers = triggers
    self.from = from
    self.before = before
  }
}
