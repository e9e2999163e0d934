import Core
import Foundation
import Persistence

/// Starts flows for what happens in the library, each event once in the whole cluster.
///
/// How far the events have been read is one row; whoever moves it on starts their runs in the same transaction.
struct LibraryStarter: Sendable {
  private static let perTransaction = 200

  let store: any Store
  let effects: Effects
  let feed: LibraryFeed
  let evaluator: ExpressionEvaluator
  private let plans = PlanCache()

  init(store: any Store, effects: Effects, feed: LibraryFeed, evaluator: ExpressionEvaluator) {
    self.store = store
    self.effects = effects
    self.feed = feed
    self.evaluator = evaluator
  }

  /// A run to start, or why it can't.
  private struct Start: Sendable {
    let run: NewRun
    let failure: StepFailure?
  }

  /// Reads what is new.
  /// - Returns: how many runs were started.
  @discardableResult
  func startNew() async throws -> Int {
    var started = 0
    while true {
      guard let position = try await store.read({ try EventPosition(session: $0).position }) else {
        let latest = try await feed.latest()
        try await store.write { try EventPosition(session: $0).begin(at: latest) }
        return started
      }
      let events = try await feed.events(position, Self.perTransaction)
      guard let last = events.last else { return started }
      var starts: [Start] = []
      for event in events { starts += try await self.starts(for: event) }
      let made = starts
      let isMine = try await store.write { session in
        guard try EventPosition(session: session).move(from: position, to: last.sequence) else { return false }
        for start in made { try Self.insert(start, session) }
        return true
      }
      guard isMine else { return started }
      started += made.count
    }
  }

  /// Forgets what was read by everybody and is older than a time.
  func forget(before: Date) async throws {
    guard let position = try await store.read({ try EventPosition(session: $0).position }) else { return }
    try await feed.forget(position, before)
  }

  private static func insert(_ start: Start, _ session: any Session) throws {
    if let failure = start.failure {
      try StillbornRun(session: session).insert(start.run, failure)
    } else {
      try RunStore(session: session).insert(start.run)
    }
  }

  private func starts(for event: LibraryFeed.Event) async throws -> [Start] {
    let flows = try await store.read { session in
      try ListenerStore(session: session).library(event.type).filter { $0.since <= event.at }
        .map { try FlowStore(session: session).flow($0.flow) }.filter(\.isActive)
    }
    var starts: [Start] = []
    for flow in flows {
      // A document that an older version took and this one doesn't keeps its own flow from starting, no other.
      guard let definition = try await definition(of: flow) else { continue }
      guard let verdict = await verdict(on: event, definition) else { continue }
      let run = NewRun(
        id: effects.id(), flow: flow.id, team: flow.team, version: flow.version, triggerKind: "library",
        trigger: event.trigger, startedBy: nil, createdAt: effects.now())
      switch verdict {
      case .success: starts.append(Start(run: run, failure: nil))
      case .failure(let failure): starts.append(Start(run: run, failure: failure))
      }
    }
    return starts
  }

  private func definition(of flow: Flow) async throws -> FlowDefinition? {
    do {
      return try await plans.definition(of: flow.id, version: flow.version, in: store)
    } catch is FlowError {
      return nil
    }
  }

  /// - Returns: `nil` when none of the flow's triggers wants the event.
  private func verdict(on event: LibraryFeed.Event, _ definition: FlowDefinition) async -> Result<Void, StepFailure>? {
    var failure: StepFailure?
    for trigger in definition.libraryTriggers where trigger.events.contains(event.type) {
      guard let filter = trigger.filter else { return .success(()) }
      let context = ExpressionContext(
        trigger: event.trigger, steps: [:], item: .null, index: .null, vars: definition.variables, run: .null)
      let filled = await evaluator.fill(
        [Evaluation(path: "where", template: filter, context: context)], of: definition)
      switch filled.first?.result {
      case .success(let value)? where value != .null && value != false: return .success(())
      case .failure(let reason)?: failure = reason
      default: continue
      }
    }
    return failure.map(Result.failure)
  }
}
