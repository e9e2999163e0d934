package import Core
import Foundation
package import Identity
package import Persistence

/// The calls that came in, for people: what each brought, what became of it, and doing it again.
package struct ReceivedCalls: Sendable {
  let store: any Store
  let effects: Effects
  private let masker: Masker
  private let files: WebhookFiles?

  /// - Parameter files: what holds the bodies that are files.
  package init(store: any Store, effects: Effects, masker: Masker = Masker(), files: WebhookFiles? = nil) {
    self.files = files
    self.store = store
    self.effects = effects
    self.masker = masker
  }

  /// Calls, the newest first: of one flow, of one team, or of every team in which the principal may see flows.
  package func list(
    flow: FlowID? = nil, team: TeamID? = nil, outcome: ReceivedCall.Outcome? = nil, after cursor: PageCursor? = nil,
    limit: Int = 50, as principal: Principal
  ) async throws -> Page<ReceivedCall> {
    let teams = try Flows.visibleTeams(team, as: principal)
    let after = cursor.flatMap { cursor -> (at: Int64, id: String)? in
      guard let at = cursor.keys.first?.intValue, let id = cursor.keys.dropFirst().first?.stringValue else {
        return nil
      }
      return (at, id)
    }
    let found = try await store.read { session in
      try ReceivedCallStore(session: session).calls(
        of: teams, flow: flow, outcome: outcome, after: after, limit: limit + 1)
    }
    let items = Array(found.prefix(limit))
    let next =
      found.count > limit
      ? items.last.map { PageCursor(keys: [.int($0.receivedAt.milliseconds), JSONValue($0.id)]) } : nil
    return Page(items: items, next: next)
  }

  /// - Throws: ``FlowError/noSuchCall`` also when the principal may not know of it.
  package func call(_ id: ReceivedCallID, as principal: Principal) async throws -> ReceivedCall {
    let call = try await store.read { try ReceivedCallStore(session: $0).call(id) }
    guard Access.allows(.viewFlows, on: .team(call.team), as: principal) else { throw FlowError.noSuchCall }
    return call
  }

  /// What the call brought, as `.trigger.body` has it, with secrets masked; null when it isn't kept.
  package func body(of call: ReceivedCall) -> JSONValue {
    guard let text = call.body else { return .null }
    let type = call.headers["content-type"]?.stringValue ?? ""
    let value = (try? WebhookPayload.parsed(Array(text.utf8), type: type)) ?? .string(text)
    return masker.forShowing(value)
  }

  /// Starts the flow's newest version again with what the call brought, also when it was refused: whoever asks for it
  /// has looked at it. Events count as new. When this returns, the runs are on disk.
  /// - Throws: ``FlowError/payloadForgotten`` when it isn't kept any more.
  package func replay(_ id: ReceivedCallID, as principal: Principal) async throws -> [RunID] {
    let call = try await call(id, as: principal)
    try Access.require(.runFlows, on: .team(call.team), as: principal)
    let (replayID, now): (ReceivedCallID, Date) = (effects.id(), effects.now())
    let effects = effects
    let runs = try await store.write { session in
      let flows = FlowStore(session: session)
      let flow = try flows.flow(call.flow)
      guard flow.isPublished else { throw FlowError.notPublished }
      let definition = FlowReader.read(try flows.version(flow.id, flow.version).document).definition
      let triggers = try Replay(call: call, rule: definition.webhook ?? WebhookTrigger()).triggers(session)
      let runs = triggers.map { trigger in
        NewRun(
          id: effects.id(), flow: flow.id, team: flow.team, version: flow.version, triggerKind: "webhook",
          trigger: trigger, startedBy: principal.person, createdAt: now)
      }
      for run in runs { try RunStore(session: session).insert(run) }
      try ReceivedCallStore(session: session).insert(
        Replay.entry(replayID, of: call, runs: runs.map(\.id), at: now))
      return runs.map(\.id)
    }
    if call.file != nil { try? await files?.share(call.replays ?? call.id, runs) }
    return runs
  }
}
