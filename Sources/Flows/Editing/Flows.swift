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

  /// - Parameter sealer: rests the webhooks' addresses and secrets.
  package init(store: any Store, effects: Effects, validator: FlowValidator, sealer: Sealer) {
    self.store = store
    self.effects = effects
    self.validator = validator
    self.sealer = sealer
  }

  /// Makes a flow, switched off, with its webhook address.
  /// - Throws: ``FlowError/invalid(_:)`` with everything that keeps it from running.
  package func create(_ document: JSONValue, in team: TeamID, as principal: Principal) async throws -> Flow {
    try Access.require(.editFlows, on: .team(team), as: principal)
    let definition = try await validator.validated(document, for: team)
    let now = effects.now()
    let id: FlowID = effects.id()
    let token = effects.token()
    let sealed = try sealer.seal(Array(token.utf8), Self.tokenContext(id))
    let flow = Flow(
      id: id, team: team, name: definition.name, description: definition.description, version: 1, isActive: false,
      nextStart: nil, createdAt: now, updatedAt: now, createdBy: principal.person)
    let version = FlowVersion(flow: id, number: 1, document: document, createdAt: now, createdBy: principal.person)
    return try await store.write { session in
      let flows = FlowStore(session: session)
      try flows.insert(flow, hash: WebhookToken.hash(token), sealedToken: sealed)
      try flows.insert(version)
      return try flows.flow(id)
    }
  }

  /// Saves a new version. Runs that have begun finish on theirs.
  /// - Parameter base: the version the change was made on; `nil` takes whatever is newest.
  /// - Throws: ``FlowError/versionConflict(current:)`` when somebody saved in between.
  package func update(
    _ id: FlowID, _ document: JSONValue, base: Int? = nil, as principal: Principal
  ) async throws -> Flow {
    let known = try await flow(id, for: .editFlows, as: principal)
    let definition = try await validator.validated(document, for: known.team)
    let now = effects.now()
    return try await store.write { session in
      let flows = FlowStore(session: session)
      let current = try flows.flow(id, forUpdate: true)
      if let base, base != current.version { throw FlowError.versionConflict(current: current.version) }
      let number = current.version + 1
      try flows.insert(
        FlowVersion(flow: id, number: number, document: document, createdAt: now, createdBy: principal.person))
      try flows.update(id, name: definition.name, description: definition.description, version: number, at: now)
      try TriggerRegister(session: session).replace(definition, of: id, isActive: current.isActive, at: now)
      return try flows.flow(id)
    }
  }

  /// Switches its webhooks and schedules on or off.
  package func setActive(_ id: FlowID, _ isActive: Bool, as principal: Principal) async throws -> Flow {
    _ = try await flow(id, for: .editFlows, as: principal)
    let now = effects.now()
    return try await store.write { session in
      let flows = FlowStore(session: session)
      let current = try flows.flow(id, forUpdate: true)
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
    let version = try await store.read { try FlowStore(session: $0).version(id, flow.version) }
    let definition = FlowReader.read(version.document).definition
    var input = input
    if let schema = definition.inputSchema {
      input = InputSchema.filled(input, under: schema)
      let problems = InputSchema.problems(with: input, under: schema)
      guard problems.isEmpty else { throw FlowError.inputRefused(problems) }
    }
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
    return try await validator.check(document, for: team).1
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
