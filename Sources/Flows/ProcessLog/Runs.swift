package import Core
package import Foundation
package import Identity
package import Persistence

/// The runs of flows and what they did.
package struct Runs: Sendable {
  let store: any Store
  let effects: Effects
  private let feed: RunFeed
  let masker: Masker
  let payloads: Payloads

  /// - Parameter feed: that of this process's ``FlowWorker``, so that watchers hear of its runs at once.
  package init(
    store: any Store, effects: Effects, feed: RunFeed, masker: Masker = Masker(), payloads: Payloads? = nil
  ) {
    self.payloads = payloads ?? Payloads(store: store, blobs: nil, effects: effects)
    self.store = store
    self.effects = effects
    self.feed = feed
    self.masker = masker
  }

  /// Runs, the newest first: of one flow, of one team, or of every team in which the principal may see them.
  package func list(
    flow: FlowID? = nil, team: TeamID? = nil, states: [String] = [], triggers: [String] = [], from: Date? = nil,
    before: Date? = nil, after cursor: PageCursor? = nil, limit: Int = 50, as principal: Principal
  ) async throws -> Page<Run> {
    let filter = RunFilter(
      teams: try Flows.visibleTeams(team, as: principal), flow: flow, states: states, triggers: triggers, from: from,
      before: before)
    let after = cursor.flatMap { cursor -> (createdAt: Int64, id: String)? in
      guard let at = cursor.keys.first?.intValue, let id = cursor.keys.dropFirst().first?.stringValue else {
        return nil
      }
      return (at, id)
    }
    let found = try await store.read { try RunStore(session: $0).runs(filter, after: after, limit: limit + 1) }
    let items = Array(found.prefix(limit))
    let next =
      found.count > limit
      ? items.last.map { PageCursor(keys: [.int($0.createdAt.milliseconds), JSONValue($0.id)]) } : nil
    return Page(items: items, next: next)
  }

  /// - Throws: ``FlowError/noSuchRun`` also when the principal may not know of it.
  package func run(_ id: RunID, as principal: Principal) async throws -> Run {
    let run = try await store.read { try RunStore(session: $0).run(id) }
    guard Access.allows(.viewFlows, on: .team(run.team), as: principal) else { throw FlowError.noSuchRun }
    return run
  }

  /// Asks for the end of a run. What is in flight is given up; what is done stays done.
  package func cancel(_ id: RunID, as principal: Principal) async throws -> Run {
    let run = try await run(id, as: principal)
    try Access.require(.runFlows, on: .team(run.team), as: principal)
    guard run.state.endedAt == nil else { throw FlowError.runEnded }
    let now = effects.now()
    return try await store.write { session in
      let runs = RunStore(session: session)
      try runs.requestCancel(id, at: now)
      return try runs.run(id)
    }
  }

  /// What started it: `.trigger` as the run's expressions see it, with secrets masked.
  package func trigger(of id: RunID, as principal: Principal) async throws -> JSONValue {
    _ = try await run(id, as: principal)
    let trigger = try await store.read { session in
      try session.row("select trigger_data from flow_run where id = \(id)")?.json("trigger_data")
    }
    return masker.forShowing(trigger ?? .null)
  }

  /// Everything the run did so far, in the order in which it began.
  package func log(of id: RunID, as principal: Principal) async throws -> RunLog {
    let run = try await run(id, as: principal)
    let entries = try await entries(of: id, after: 0)
    return RunLog(run: run, entries: entries)
  }

  /// The entries that have changed since ``StepEntry/revision`` `revision`, in the order in which they began.
  package func changes(of id: RunID, after revision: Int64, as principal: Principal) async throws -> [StepEntry] {
    _ = try await run(id, as: principal)
    return try await entries(of: id, after: revision)
  }

  /// What happens in a run as it happens, from `revision` on; ends after the run does.
  ///
  /// Each element holds the run as it is and entries that changed, some hundred at most, in the order of their changes; it
  /// is made when it is asked for. The first comes at once.
  package func events(
    of id: RunID, after revision: Int64 = 0, as principal: Principal
  ) async throws -> AsyncThrowingStream<RunUpdate, any Error> {
    _ = try await run(id, as: principal)
    let watch = RunWatch(
      store: store, effects: effects, masker: masker, pokes: feed.pokes(of: id), run: id, from: revision)
    return AsyncThrowingStream { try await watch.next() }
  }

  private func entries(of id: RunID, after revision: Int64) async throws -> [StepEntry] {
    let masker = masker
    return try await store.read { try LogStore(session: $0, masker: masker).entries(of: id, after: revision) }
  }
}
