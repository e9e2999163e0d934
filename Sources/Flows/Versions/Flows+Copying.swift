import Core
import Foundation
package import Identity
import Persistence

extension Flows {
  /// A version as a file, without secrets: connections by their names, and what looks like a secret left out.
  /// - Parameter number: `nil` for the published one, or the draft of a flow that never was.
  package func export(
    _ id: FlowID, version number: Int? = nil, as principal: Principal
  ) async throws -> PortableFlow {
    let flow = try await flow(id, for: .viewFlows, as: principal)
    let version = try await version(number, of: id, as: principal)
    let uses = ConnectionReferences.uses(in: version.document)
    var names: [String: String] = [:]
    for use in uses where names[use.reference] == nil {
      names[use.reference] = try await validator.lookup.nameOfConnection(use.reference, flow.team) ?? use.reference
    }
    let named = ConnectionReferences.replacing(in: version.document) { [names] in names[$0] ?? $0 }
    var stripper = SecretStripper(masker: masker)
    let document = stripper.strip(named)
    let connections = uses.map { (names[$0.reference] ?? $0.reference, $0.connector) }
    return PortableFlow(
      flow: id, version: version.number, connections: Dictionary(connections, uniquingKeysWith: { first, _ in first }),
      document: document, withheld: stripper.withheld)
  }

  /// Makes a flow of a file. One that can run as it is gets published, switched off; any other becomes a draft, and the
  /// answer says what is missing.
  /// - Parameters:
  ///   - connections: the team's connection for each name in the file; those that aren't named keep their names.
  ///   - keepsID: whether the flow gets the id that the file brings along.
  package func importing(
    _ file: PortableFlow, connections: [String: String] = [:], keepsID: Bool = false, in team: TeamID,
    as principal: Principal
  ) async throws -> ImportedFlow {
    try Access.require(.editFlows, on: .team(team), as: principal)
    let document = ConnectionReferences.replacing(in: file.document) { connections[$0] ?? $0 }
    let (_, problems) = try await validator.check(document, for: team)
    let unmapped = try await unmapped(in: document, of: team)
    let id = keepsID ? file.flow : nil
    let flow =
      problems.isEmpty
      ? try await create(document, id: id, in: team, as: principal)
      : try await createDraft(document, id: id, in: team, as: principal)
    return ImportedFlow(flow: flow, unmapped: unmapped, problems: problems, withheld: file.withheld)
  }

  /// Makes another flow of one that is there: its draft where there is one, else what is published.
  /// - Parameters:
  ///   - name: that of the copy; "… (copy)" when left out.
  ///   - team: whose it becomes; the same team's when left out.
  package func clone(
    _ id: FlowID, name: String? = nil, to team: TeamID? = nil, as principal: Principal
  ) async throws -> ImportedFlow {
    let flow = try await flow(id, for: .viewFlows, as: principal)
    let draft = try await store.read { try DraftStore(session: $0).draft(of: id) }
    let document = if let draft { draft.document } else { try await version(of: id, as: principal).document }
    var object = document.objectValue ?? [:]
    object["name"] = .string(name ?? "\(flow.name) (copy)")
    return try await importing(
      PortableFlow(document: .object(object)), in: team ?? flow.team, as: principal)
  }

  /// The names in a document that aren't connections of the team.
  private func unmapped(in document: JSONValue, of team: TeamID) async throws -> [UnmappedConnection] {
    var unmapped: [UnmappedConnection] = []
    let uses = Dictionary(grouping: ConnectionReferences.uses(in: document), by: \.reference)
    for (reference, uses) in uses.sorted(by: { $0.key < $1.key }) {
      if try await validator.lookup.hasConnection(reference, team) { continue }
      unmapped.append(
        UnmappedConnection(
          name: reference, connector: uses.first?.connector ?? "", steps: uses.compactMap(\.step)))
    }
    return unmapped
  }
}
