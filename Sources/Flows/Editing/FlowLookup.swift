package import Identity
package import Persistence

/// What a flow is checked against and the validator doesn't know itself.
package struct FlowLookup: Sendable {
  /// Whether a team has a connection of that name or identifier.
  package let hasConnection: @Sendable (_ nameOrID: String, _ team: TeamID) async throws -> Bool
  /// The name of the connection that a reference means, as exports write it; `nil` when there is none.
  package let nameOfConnection: @Sendable (_ nameOrID: String, _ team: TeamID) async throws -> String?
  /// Whether a person may use a connection of the team in flows; asked about connections that are there.
  package let mayUse: @Sendable (_ nameOrID: String, _ team: TeamID, _ person: Principal) async throws -> Bool
  /// Whether a team has a flow of that name or identifier.
  package let hasFlow: @Sendable (_ nameOrID: String, _ team: TeamID) async throws -> Bool

  /// - Parameter flows: where the flows are; without it every flow is taken to be there.
  package init(
    flows store: (any Store)? = nil, hasConnection: @escaping @Sendable (String, TeamID) async throws -> Bool,
    nameOfConnection: @escaping @Sendable (String, TeamID) async throws -> String? = { name, _ in name },
    mayUse: @escaping @Sendable (String, TeamID, Principal) async throws -> Bool = { _, _, _ in true }
  ) {
    self.mayUse = mayUse
    self.hasConnection = hasConnection
    self.nameOfConnection = nameOfConnection
    hasFlow = { reference, team in
      guard let store else { return true }
      return try await store.read { try FlowStore(session: $0).flow(named: reference, in: team) != nil }
    }
  }

  /// Takes everything to be there.
  package static let trusting = FlowLookup(hasConnection: { _, _ in true })
}
