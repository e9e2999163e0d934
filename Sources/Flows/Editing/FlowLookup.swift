package import Identity

/// What a flow is checked against and this room doesn't know itself.
package struct FlowLookup: Sendable {
  /// Whether a team has a connection of that name or identifier.
  package let hasConnection: @Sendable (_ nameOrID: String, _ team: TeamID) async throws -> Bool

  /// The name of the connection that a reference means, as exports write it; `nil` when there is none.
  package let nameOfConnection: @Sendable (_ nameOrID: String, _ team: TeamID) async throws -> String?

  package init(
    hasConnection: @escaping @Sendable (String, TeamID) async throws -> Bool,
    nameOfConnection: @escaping @Sendable (String, TeamID) async throws -> String? = { name, _ in name }
  ) {
    self.hasConnection = hasConnection
    self.nameOfConnection = nameOfConnection
  }

  /// Takes every connection to be there.
  package static let trusting = FlowLookup(hasConnection: { _, _ in true })
}
