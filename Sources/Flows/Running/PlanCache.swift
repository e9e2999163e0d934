import Core
import Persistence
import Synchronization

/// The definitions of the flow versions that were run lately. A version never changes.
final class PlanCache: Sendable {
  private struct Key: Hashable {
    let flow: FlowID
    let version: Int
  }

  private static let capacity = 256
  private let plans = Mutex<[Key: FlowDefinition]>([:])

  /// What a run executes: the version it began with, or the document of its own that a trial has.
  func definition(of run: ClaimedRun, in store: any Store) async throws -> FlowDefinition {
    guard ["test", "trial"].contains(run.triggerKind) else {
      return try await definition(of: run.flow, version: run.version, in: store)
    }
    let id = run.lease.run
    guard let document = try await store.read({ try TrialStore(session: $0).document(of: id) }) else {
      throw FlowError.noSuchRun
    }
    return FlowReader.read(document).definition
  }

  /// - Throws: ``FlowError/noSuchVersion(_:)``; otherwise what the store throws.
  func definition(of flow: FlowID, version: Int, in store: any Store) async throws -> FlowDefinition {
    let key = Key(flow: flow, version: version)
    if let known = plans.withLock({ $0[key] }) { return known }
    let document = try await store.read { try FlowStore(session: $0).version(flow, version).document }
    let (definition, problems) = FlowReader.read(document)
    guard problems.isEmpty else { throw FlowError.invalid(problems) }
    plans.withLock { plans in
      if plans.count >= Self.capacity { plans.removeAll() }
      plans[key] = definition
    }
    return definition
  }
}
