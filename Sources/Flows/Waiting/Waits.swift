package import Core
import Foundation
package import Identity
package import Persistence

/// What runs wait for: callbacks of other systems, and decisions of people.
package struct Waits: Sendable {
  let store: any Store
  private let effects: Effects

  package init(store: any Store, effects: Effects) {
    self.store = store
    self.effects = effects
  }

  /// Takes a callback. Durable when this returns.
  /// - Parameters:
  ///   - token: the last part of the address that expressions found at `.run.callbacks.<step id>`.
  ///   - payload: what the step puts out.
  /// - Returns: false when the run has ended or a callback came before; the sender need not send again.
  /// - Throws: ``FlowError/noSuchCallback`` for a token that nobody gave out.
  package func deliver(token: String, payload: JSONValue) async throws -> Bool {
    guard let token = CallbackToken(token) else { throw FlowError.noSuchCallback }
    let now = effects.now()
    return try await store.write { session in
      let row = try session.row("select callback_key from flow_run where id = \(token.run)")
      guard let key = try row?.stringIfAny("callback_key"), token.isGenuine(key: key) else {
        throw FlowError.noSuchCallback
      }
      return try SignalStore(session: session).insert(payload, for: token.run, path: token.path, at: now)
    }
  }

  /// The open questions that the principal may answer, the oldest first.
  package func approvals(team: TeamID? = nil, limit: Int = 200, as principal: Principal) async throws -> [Approval] {
    let teams = try Flows.visibleTeams(team, as: principal).filter {
      Access.allows(.runFlows, on: .team($0), as: principal)
    }
    let open = try await store.read { try ApprovalStore(session: $0).open(in: teams, limit: limit) }
    return open.filter { $0.asks(principal) }
  }

  /// One open question.
  /// - Throws: ``FlowError/noSuchApproval`` when it was answered, is too late, or isn't for the principal.
  package func approval(run: RunID, path: String, as principal: Principal) async throws -> Approval {
    let found = try await store.read { try ApprovalStore(session: $0).open(run: run, path: path) }
    guard let found, found.asks(principal), Access.allows(.runFlows, on: .team(found.team), as: principal) else {
      throw FlowError.noSuchApproval
    }
    return found
  }

  /// Answers a question. Durable when this returns; of two answers the first counts.
  /// - Throws: ``FlowError/noSuchApproval`` as ``approval(run:path:as:)``, also when somebody else was quicker.
  package func decide(
    run: RunID, path: String, _ decision: ApprovalDecision, reason: String?, as principal: Principal
  ) async throws {
    _ = try await approval(run: run, path: path, as: principal)
    let now = effects.now()
    let payload: JSONValue = [
      "approved": .bool(decision == .approve), "by": .string(principal.userName), "reason": JSONValue(reason),
      "at": JSONValue(now),
    ]
    let isFirst = try await store.write {
      try SignalStore(session: $0).insert(payload, for: run, path: path, at: now)
    }
    guard isFirst else { throw FlowError.noSuchApproval }
  }
}
