package import Core
import Foundation
package import Identity
import Persistence

extension Flows {
  package func flow(_ id: FlowID, as principal: Principal) async throws -> Flow {
    try await flow(id, for: .viewFlows, as: principal)
  }

  /// Flows by name: of one team, or of every team in which the principal may see them.
  package func list(
    team: TeamID? = nil, after cursor: PageCursor? = nil, limit: Int = 100, as principal: Principal
  ) async throws -> Page<Flow> {
    let teams = try Self.visibleTeams(team, as: principal)
    let after = cursor.flatMap { cursor -> (name: String, id: String)? in
      guard let name = cursor.keys.first?.stringValue, let id = cursor.keys.dropFirst().first?.stringValue else {
        return nil
      }
      return (name, id)
    }
    let found = try await store.read { try FlowStore(session: $0).flows(of: teams, after: after, limit: limit + 1) }
    let items = Array(found.prefix(limit))
    let next = found.count > limit ? items.last.map { PageCursor(keys: [.string($0.name), JSONValue($0.id)]) } : nil
    return Page(items: items, next: next)
  }

  /// All saved states of a flow, the newest first.
  package func versions(of id: FlowID, as principal: Principal) async throws -> [FlowVersion] {
    let flow = try await flow(id, for: .viewFlows, as: principal)
    guard flow.isPublished else { return [] }
    return try await store.read { try FlowStore(session: $0).versions(of: id) }
  }

  /// One saved state.
  /// - Parameter number: `nil` for the published one; of a flow that never was, its draft as number 0.
  package func version(_ number: Int? = nil, of id: FlowID, as principal: Principal) async throws -> FlowVersion {
    let flow = try await flow(id, for: .viewFlows, as: principal)
    return try await store.read { session in
      guard number ?? flow.version == 0, let draft = try DraftStore(session: session).draft(of: id) else {
        return try FlowStore(session: session).version(id, number ?? flow.version)
      }
      return FlowVersion(
        flow: id, number: 0, document: draft.document, note: nil, rolledBackFrom: nil, createdAt: draft.updatedAt,
        createdBy: draft.updatedBy)
    }
  }

  /// The typed form of a saved state, for pages that show steps and triggers.
  package func definition(_ number: Int? = nil, of id: FlowID, as principal: Principal) async throws -> FlowDefinition {
    FlowReader.read(try await version(number, of: id, as: principal).document).definition
  }

  /// What is different between two states of a flow, each the number of a version; 0 is the draft.
  package func diff(of id: FlowID, from old: Int, to new: Int, as principal: Principal) async throws -> FlowDiff {
    let (before, after) = (
      try await version(old, of: id, as: principal), try await version(new, of: id, as: principal)
    )
    return FlowDiff(from: before.document, to: after.document)
  }

  /// Whether any flow's newest version names one of these connections; a connection in use is not deleted.
  package func flowsUsing(connection names: Set<String>, in team: TeamID) async throws -> [Flow] {
    try await store.read { session in
      let flows = FlowStore(session: session)
      return try flows.flows(of: [team], after: nil, limit: 10_000).filter { flow in
        guard flow.isPublished else { return false }
        let definition = FlowReader.read(try flows.version(flow.id, flow.version).document).definition
        return !names.isDisjoint(with: definition.connections)
      }
    }
  }

  static func visibleTeams(_ team: TeamID?, as principal: Principal) throws -> [TeamID] {
    if let team {
      try Access.require(.viewFlows, on: .team(team), as: principal)
      return [team]
    }
    return principal.teams.keys.filter { Access.allows(.viewFlows, on: .team($0), as: principal) }
  }
}
