package import Identity

/// What a flow is checked against and this room doesn't know itself.
package struct FlowLookup: Sendable {
  /// Whether a team has a connection of that name or identifier.
  package let hasConnection: @Sendable (_ nameOrID: String, _ team: TeamID) async throws -> Bool

  package init(hasConnection: @escaping @Sendable (String, TeamID) async throws -> Bool) {
    self.hasConnection = hasConnection
  }

  /// Takes every connection to be there.
  package static let trusting = FlowLookup { _, _ in true }
}
