package import Core
import Foundation
package import Identity
package import Persistence

/// The flows of teams: making, changing, switching on, running.
///
/// ```swift
/// let flow = try await flows.create(FlowDocument.parse(yaml), in: team, as: principal)
/// let run = try await flows.run(flow.id, input: ["folder": "/incoming"], as: principal)
/// ```
package struct Flows: Sendable {
  let store: any Store
  let effects: Effects
  let validator: FlowValidator
  let sealer: Sealer
  let masker: Masker

  /// - Parameters:
  ///   - sealer: rests the webhooks' addresses and secrets.
  ///   - masker: keeps secrets out of exports.
  package init(
    store: any Store, effects: Effects, validator: FlowValidator, sealer: Sealer, masker: Masker = Masker()
  ) {
    self.masker = masker
    self.store = store
    self.effects = effects
    self.validator = validator
    self.sealer = sealer
  }

  /// Makes a flow and publishes it, switched off, with its webhook address.
  /// - Parameter id: the flow's id where a file brings one along; refused when there is such a flow.
  /// - Throws: ``FlowError/invalid(_:)`` with everything that keeps it from running.
  package func create(
    _ document: JSONValue, id: FlowID? = nil, in team: TeamID, as principal: Principal
  ) async throws -> Flow {
    try Access.require(.editFlows, on: .team(team), as: principal)
    let definition = try await validator.validated(document, for: team, as: principal)
    let flow = try newFlow(id, in: team, definition, isPublished: true, as: principal)
    let version = NewVersion(document: document, definition: definition, base: nil)
      .numbered(1, of: flow.flow.id, at: flow.flow.createdAt, by: principal.person)
    return try await store.write { session in
      try flow.insert(in: session)
      try FlowStore(session: session).insert(version)
      return try FlowStore(session: session).flow(flow.flow.id)
    }
  }

  /// Saves and publishes a new version. Runs that have begun finish on theirs.
  /// - Parameter base: the version the change was made on; `nil` takes whatever is newest.
  /// - Throws: ``FlowError/versionConflict(current:)`` when somebody published in between.
  package func update(
    _ id: FlowID, _ document: JSONValue, base: Int? = nil, note: String? = nil, as principal: Principal
  ) async throws -> Flow {
    let known = try await flow(id, for: .editFlows, as: principal)
    let definition = try await validator.validated(document, for: known.team, as: principal)
    let version = NewVersion(document: document, definition: definition, base: base, note: note)
    return try await add(version, to: id, as: principal)
  }

  /// Switches its webhooks and schedules on or off.
  package func setActive(_ id: FlowID, _ isActive: Bool, as principal: Principal) async throws -> Flow {
    _ = try await flow(id, for: .editFlows, as: principal)
    let now = effects.now()
    return try await store.write { session in
      let flows = FlowStore(session: session)
      let current = try flows.flow(id, forUpdate: true)
      guard current.isPublished else { throw FlowError.notPublished }
      let document = try flows.version(id, current.version).document
      if isActive != current.isActive { try flows.setActive(id, isActive, at: now) }
      let definition = FlowReader.read(document).definition
      try TriggerRegister(session: session).replace(definition, of: id, isActive: isActive, at: now)
      return try flows.flow(id)
    }
  }

  /// Takes a flow away, with its versions and the log of its runs.
  package func delete(_ id: FlowID, as principal: Principal) async throws {
    _ = try await flow(id, for: .editFlows, as: principal)
    try await store.write { try FlowStore(session: $0).delete(id) }
  }

  /// Starts it by hand. When this returns, the run is on disk.
  /// - Parameter input: what `.trigger` holds; must satisfy the flow's input schema.
  package func run(_ id: FlowID, input: JSONValue = [:], as principal: Principal) async throws -> Run {
    let flow = try await flow(id, for: .runFlows, as: principal)
    guard flow.isPublished else { throw FlowError.notPublished }
    let version = try await store.read { try FlowStore(session: $0).version(id, flow.version) }
    let refused = try await validator.refusedConnections(in: version.document, flow.team, principal)
    guard refused.isEmpty else { throw FlowError.invalid(refused) }
    let definition = FlowReader.read(version.document).definition
    let input = try definition.accepted(input)
    let run = NewRun(
      id: effects.id(), flow: id, team: flow.team, version: version.number, triggerKind: "manual", trigger: input,
      startedBy: principal.person, createdAt: effects.now())
    return try await store.write { session in
      let runs = RunStore(session: session)
      try runs.insert(run)
      return try runs.run(run.id)
    }
  }

  /// Everything that keeps a document from running; nothing is kept.
  package func validate(
    _ document: JSONValue, in team: TeamID, as principal: Principal
  ) async throws -> [FlowProblem] {
    try Access.require(.editFlows, on: .team(team), as: principal)
    return try await validator.check(document, for: team, as: principal).1
  }

  /// A flow the principal may do something with.
  /// - Throws: ``FlowError/noSuchFlow`` also when the principal may not know of it.
  func flow(_ id: FlowID, for permission: Permission, as principal: Principal) async throws -> Flow {
    let flow = try await store.read { try FlowStore(session: $0).flow(id) }
    guard Access.allows(.viewFlows, on: .team(flow.team), as: principal) else { throw FlowError.noSuchFlow }
    try Access.require(permission, on: .team(flow.team), as: principal)
    return flow
  }

  static func tokenContext(_ id: FlowID) -> String { "flow_flow/\(id)/hook_token" }
  static func secretContext(_ id: FlowID) -> String { "flow_flow/\(id)/hook_secret" }
}
