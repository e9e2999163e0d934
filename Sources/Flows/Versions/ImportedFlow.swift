/// What became of a file.
package struct ImportedFlow: Sendable {
  package let flow: Flow
  /// The connections that it names and the team doesn't have.
  package let unmapped: [UnmappedConnection]
  /// What keeps it from running; with none, the flow is published.
  package let problems: [FlowProblem]
  /// What its export left out, to be filled in by a person.
  package let withheld: [String]
}

/// A connection that a file names and the team doesn't have.
package struct UnmappedConnection: Sendable, Hashable {
  package let name: String
  /// What kind it must be: `mediavaletConnector-v1.0`.
  package let connector: String
  /// The steps that use it.
  package let steps: [String]

  package init(name: String, connector: String, steps: [String]) {
    self.name = name
    self.connector = connector
    self.steps = steps
  }
}
