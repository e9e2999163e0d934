import Core
import Foundation
import Identity
import Persistence

/// A source that this worker has taken up, and the sync that it goes on with.
struct SyncClaim: Sendable {
  let source: Source
  /// Higher than that of everybody who had the source before; a write under a lower one is refused.
  let fence: Int64
  let number: Int
  let machine: SyncMachine
  let counts: SyncCounts
  /// Whether a person said that what is gone is really gone.
  let acceptsGone: Bool
}

/// Hands out sources that are due, one worker each in the whole cluster, and keeps what workers do.
struct SyncDesk: Sendable {
  let store: any Store
  let effects: Effects
  let clock: CronClock
  /// How long a worker may be silent.
  let lease: Duration

  /// Takes up the source that is due longest.
  /// - Returns: `nil` when none is due.
  func claim() async throws -> SyncClaim? {
    let now = effects.now()
    let (end, clock) = (now.addingTimeInterval(lease / .seconds(1)), clock)
    return try await store.write { session in
      let due = try session.row(
        """
        select id, due_at, sync, lists_anew, accepts_gone from source_source
        where is_active = 1 and leased_until <= \(now) and (due_at <= \(now) or retry_at <= \(now))
        order by coalesce(due_at, retry_at), id limit 1\(session.dialect.skippingLocked)
        """)
      guard let due else { return nil }
      let source = try SourceStore(session).source(try due.id("id"))
      let isDue = try due.dateIfAny("due_at").map { $0 <= now } ?? false
      // A poke that comes while it is synced makes it due again; a kill leaves it to be tried again.
      let next = try isDue ? clock.due(source.rules.schedule, after: now) : source.dueAt
      let held = try session.row(
        """
        update source_source set fence = fence + 1, leased_until = \(end), due_at = \(next.sqlValue), retry_at = \(now)
        where id = \(source.id) returning fence
        """)
      guard let fence = try held?.int64("fence") else { return nil }
      return try Self.claim(
        source, fence: fence, isDue: isDue, listsAnew: due.bool("lists_anew"),
        acceptsGone: due.bool("accepts_gone"), at: now, session)
    }
  }

  private static func claim(
    _ source: Source, fence: Int64, isDue: Bool, listsAnew: Bool, acceptsGone: Bool, at now: Date,
    _ session: any Session
  ) throws -> SyncClaim {
    if let last = source.last, last.state != .done, !listsAnew, last.phase != .settle, last.phase != .done,
      last.kind != .retry || !isDue
    {
      return SyncClaim(
        source: source, fence: fence, number: last.number, machine: SyncMachine(last.kind, phase: last.phase),
        counts: last.counts, acceptsGone: acceptsGone)
    }
    let number = (source.last?.number ?? 0) + 1
    let hasCursors = try session.exists("select 1 from source_cursor where source = \(source.id)")
    // What was lost by a sync that broke off at its end is dealt with by a whole one.
    let wasSettling = source.last.map { $0.state != .done } ?? false
    let kind: SyncMachine.Kind =
      listsAnew ? .full : isDue || wasSettling ? (hasCursors ? .changes : .full) : .retry
    let counts = JSONValue.object(SyncCounts().json)
    try session.run(
      """
      insert into source_sync (source, number, kind, phase, state, started_at, counts)
      values (\(source.id), \(number), \(kind.rawValue), 'begin', 'running', \(now), \(counts))
      """)
    try session.run("update source_source set sync = \(number) where id = \(source.id)")
    return SyncClaim(
      source: source, fence: fence, number: number, machine: SyncMachine(kind), counts: SyncCounts(),
      acceptsGone: acceptsGone)
  }

  /// Keeps what a step came to, and the lease with it.
  /// - Throws: ``SourceError/lostLease`` when another worker has the source; then nothing is kept.
  func commit<Value: Sendable>(
    _ claim: SyncClaim, _ machine: SyncMachine, _ counts: SyncCounts,
    _ body: @escaping @Sendable (any Session) throws -> Value
  ) async throws -> Value {
    let hold = hold(claim, machine, counts)
    return try await store.write { session in
      try hold(session)
      return try body(session)
    }
  }

  /// What every transaction of a worker begins with.
  func hold(
    _ claim: SyncClaim, _ machine: SyncMachine, _ counts: SyncCounts
  ) -> @Sendable (any Session) throws -> Void {
    let end = effects.now().addingTimeInterval(lease / .seconds(1))
    let source = claim.source.id
    return { session in
      let held = try session.run(
        "update source_source set leased_until = \(end) where id = \(source) and fence = \(claim.fence)")
      guard held == 1 else { throw SourceError.lostLease }
      try session.run(
        """
        update source_sync set kind = \(machine.kind.rawValue), phase = \(machine.phase.rawValue), state = 'running',
          problem = null, ended_at = null, counts = \(JSONValue.object(counts.json))
        where source = \(source) and number = \(claim.number)
        """)
    }
  }

  /// Says that the worker is still at it.
  func renew(_ claim: SyncClaim) async throws {
    let end = effects.now().addingTimeInterval(lease / .seconds(1))
    try await store.write { session in
      let held = try session.run(
        "update source_source set leased_until = \(end) where id = \(claim.source.id) and fence = \(claim.fence)")
      guard held == 1 else { throw SourceError.lostLease }
    }
  }

  /// Gives a source back in the middle, to be taken up at once.
  func release(_ claim: SyncClaim) async throws {
    try await store.write { session in
      try session.run(
        "update source_source set leased_until = 0 where id = \(claim.source.id) and fence = \(claim.fence)")
    }
  }

  /// Ends a sync.
  /// - Parameters:
  ///   - problem: why it failed; `nil` when it is done.
  ///   - retryAt: when it goes on by itself before it is due.
  func end(
    _ claim: SyncClaim, _ machine: SyncMachine, _ counts: SyncCounts, problem: String?, retryAt: Date?
  ) async throws {
    let now = effects.now()
    let state: SyncRecord.State = problem == nil ? .done : .failed
    _ = try await commit(claim, machine, counts) { session in
      let retry = try [retryAt, SourceFileStore(session, claim.source.id).nextRetry()].compactMap(\.self).min()
      try session.run(
        """
        update source_sync set state = \(state.rawValue), ended_at = \(now), problem = \(problem.sqlValue)
        where source = \(claim.source.id) and number = \(claim.number)
        """)
      try session.run(
        "update source_source set leased_until = 0, retry_at = \(retry.sqlValue) where id = \(claim.source.id)")
      if problem == nil {
        try session.run("update source_source set accepts_gone = 0 where id = \(claim.source.id)")
      }
    }
  }
}
