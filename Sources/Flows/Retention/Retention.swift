import Core
import Foundation
package import Identity
package import Persistence

/// How long the process log is kept: the site's rule, and those of flows.
package struct Retention: Sendable {
  let store: any Store
  /// What holds for flows that have no rule of their own.
  package let standard: RetentionRule

  package init(store: any Store, standard: RetentionRule) {
    self.store = store
    self.standard = standard
  }

  /// A flow's rule, and what its log takes.
  /// - Throws: ``FlowError/noSuchFlow`` also when the principal may not know of it.
  package func state(of flow: FlowID, as principal: Principal) async throws -> RetentionState {
    try await require(.viewFlows, on: flow, as: principal)
    let standard = standard
    return try await store.read { session in
      let retention = RetentionStore(session: session)
      let own = try retention.rule(of: flow)
      let size = try retention.size(of: flow)
      return RetentionState(own: own, effective: own.over(standard), bytes: size.bytes, runs: size.runs)
    }
  }

  /// Gives a flow a rule of its own; parts that are `nil` follow the site's.
  package func set(_ rule: RetentionRule, of flow: FlowID, as principal: Principal) async throws -> RetentionState {
    try await require(.editFlows, on: flow, as: principal)
    try await store.write { try RetentionStore(session: $0).set(rule, of: flow) }
    return try await state(of: flow, as: principal)
  }

  private func require(_ permission: Permission, on flow: FlowID, as principal: Principal) async throws {
    let flow = try await store.read { try FlowStore(session: $0).flow(flow) }
    guard Access.allows(.viewFlows, on: .team(flow.team), as: principal) else { throw FlowError.noSuchFlow }
    try Access.require(permission, on: .team(flow.team), as: principal)
  }
}

extension RetentionRule {
  /// This rule where it says something, the other elsewhere.
  func over(_ other: RetentionRule) -> RetentionRule {
    RetentionRule(days: days ?? other.days, bytes: bytes ?? other.bytes)
  }
}
