package import Core
import Foundation
package import Identity
import Persistence

extension Flows {
  /// Makes a flow that isn't published, from a document that may be wrong; it has a webhook address from now on.
  /// - Parameter id: the flow's id where a file brings one along; refused when there is such a flow.
  package func createDraft(
    _ document: JSONValue, id: FlowID? = nil, in team: TeamID, as principal: Principal
  ) async throws -> Flow {
    try Access.require(.editFlows, on: .team(team), as: principal)
    let definition = FlowReader.read(document).definition
    let flow = try newFlow(id, in: team, definition, isPublished: false, as: principal)
    let draft = FlowDraft(
      flow: flow.flow.id, document: document, base: 0, revision: 1, updatedAt: flow.flow.createdAt,
      updatedBy: principal.person)
    return try await store.write { session in
      try flow.insert(in: session)
      try DraftStore(session: session).save(draft)
      return try FlowStore(session: session).flow(flow.flow.id)
    }
  }

  /// - Throws: ``FlowError/noDraft`` when nothing is being changed.
  package func draft(of id: FlowID, as principal: Principal) async throws -> FlowDraft {
    _ = try await flow(id, for: .viewFlows, as: principal)
    guard let draft = try await store.read({ try DraftStore(session: $0).draft(of: id) }) else {
      throw FlowError.noDraft
    }
    return draft
  }

  /// Keeps a change without publishing it. What is wrong with it doesn't matter yet.
  /// - Parameters:
  ///   - revision: the draft that the change was made on, 0 for none; `nil` overwrites whatever is there.
  ///   - base: the version the change was made on; that of the draft before when left out, or the published one.
  /// - Throws: ``FlowError/draftConflict(current:)`` when somebody saved in between.
  package func saveDraft(
    of id: FlowID, _ document: JSONValue, revision: Int? = nil, base: Int? = nil, as principal: Principal
  ) async throws -> FlowDraft {
    _ = try await flow(id, for: .editFlows, as: principal)
    let definition = FlowReader.read(document).definition
    let now = effects.now()
    return try await store.write { session in
      let flows = FlowStore(session: session)
      let drafts = DraftStore(session: session)
      let flow = try flows.flow(id, forUpdate: true)
      let known = try drafts.draft(of: id)
      if let revision, revision != known?.revision ?? 0 { throw FlowError.draftConflict(current: known?.revision ?? 0) }
      let draft = FlowDraft(
        flow: id, document: document, base: base ?? known?.base ?? flow.version,
        revision: (known?.revision ?? 0) + 1, updatedAt: now, updatedBy: principal.person)
      try drafts.save(draft)
      if !flow.isPublished { try flows.rename(id, Self.name(of: definition), definition.description, at: now) }
      return draft
    }
  }

  /// Gives up what was changed since the last publishing.
  /// - Throws: ``FlowError/notPublished`` when nothing would be left of the flow.
  package func discardDraft(of id: FlowID, as principal: Principal) async throws -> Flow {
    let flow = try await flow(id, for: .editFlows, as: principal)
    guard flow.isPublished else { throw FlowError.notPublished }
    return try await store.write { session in
      try DraftStore(session: session).remove(of: id)
      return try FlowStore(session: session).flow(id)
    }
  }

  /// What keeps a draft from being published.
  package func problems(of draft: FlowDraft, as principal: Principal) async throws -> [FlowProblem] {
    let flow = try await flow(draft.flow, for: .viewFlows, as: principal)
    return try await validator.check(draft.document, for: flow.team, as: principal).1
  }

  static func name(of definition: FlowDefinition) -> String {
    definition.name.allSatisfy(\.isWhitespace) ? "Untitled flow" : definition.name
  }
}
