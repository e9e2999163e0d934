import Core
import Foundation
package import Identity
import Persistence

extension Flows {
  /// Makes the draft the version that triggers use. Runs that have begun finish on theirs.
  /// - Parameters:
  ///   - revision: the draft that is meant; `nil` takes whatever is newest.
  ///   - note: what changed, for the list of versions.
  /// - Throws: ``FlowError/invalid(_:)`` with everything that keeps it from running; ``FlowError/draftConflict(current:)``
  ///   when the draft isn't the one that was meant; ``FlowError/versionConflict(current:)`` when somebody published
  ///   since the draft was begun; ``FlowError/noDraft``.
  package func publish(
    _ id: FlowID, draft revision: Int? = nil, note: String? = nil, as principal: Principal
  ) async throws -> Flow {
    let flow = try await flow(id, for: .editFlows, as: principal)
    let draft = try await draft(of: id, as: principal)
    if let revision, revision != draft.revision { throw FlowError.draftConflict(current: draft.revision) }
    let definition = try await validator.validated(draft.document, for: flow.team, as: principal)
    let version = NewVersion(document: draft.document, definition: definition, base: draft.base, note: note)
    return try await add(version, to: id, publishing: draft.revision, as: principal)
  }

  /// Publishes an old version again, as a new one.
  /// - Throws: as ``publish(_:draft:note:as:)``: what an old version needs may be gone.
  package func rollBack(
    _ id: FlowID, to number: Int, note: String? = nil, as principal: Principal
  ) async throws -> Flow {
    let flow = try await flow(id, for: .editFlows, as: principal)
    let old = try await version(number, of: id, as: principal)
    let definition = try await validator.validated(old.document, for: flow.team, as: principal)
    let version = NewVersion(
      document: old.document, definition: definition, base: nil, note: note, rolledBackFrom: number)
    return try await add(version, to: id, as: principal)
  }

  /// Writes a version down and makes it the one that triggers use.
  /// - Parameter revision: the draft that becomes it, which is then gone; refused when it has changed meanwhile.
  func add(
    _ version: NewVersion, to id: FlowID, publishing revision: Int? = nil, as principal: Principal
  ) async throws -> Flow {
    let now = effects.now()
    return try await store.write { session in
      let flows = FlowStore(session: session)
      let drafts = DraftStore(session: session)
      let current = try flows.flow(id, forUpdate: true)
      if let base = version.base, base != current.version {
        throw FlowError.versionConflict(current: current.version)
      }
      if let revision {
        let newest = try drafts.draft(of: id)?.revision ?? 0
        guard newest == revision else { throw FlowError.draftConflict(current: newest) }
        try drafts.remove(of: id)
      }
      let number = current.version + 1
      try flows.insert(version.numbered(number, of: id, at: now, by: principal.person))
      let (name, description) = (version.definition.name, version.definition.description)
      try flows.update(id, name: name, description: description, version: number, at: now)
      try TriggerRegister(session: session).replace(
        version.definition, of: id, isActive: current.isActive, at: now)
      return try flows.flow(id)
    }
  }
}
