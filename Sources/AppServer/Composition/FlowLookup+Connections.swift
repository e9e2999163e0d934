import Connections
import Flows
import Identity
import Persistence

extension FlowLookup {
  /// What flows may ask about the connections and flows of a team.
  init(_ connections: Connections, flows store: any Store) {
    self.init(
      flows: store,
      hasConnection: { reference, team in try await Self.find(reference, team, connections) != nil },
      nameOfConnection: { reference, team in try await Self.find(reference, team, connections)?.name },
      mayUse: { reference, team, person in
        guard let connection = try await Self.find(reference, team, connections) else { return false }
        return connection.use.allows(person.person, role: person.teams[connection.team])
      })
  }

  private static func find(_ reference: String, _ team: TeamID, _ connections: Connections) async throws -> Connection?
  {
    do {
      return try await connections.resolve(reference, in: team)
    } catch ConnectionError.notFound {
      return nil
    }
  }
}
