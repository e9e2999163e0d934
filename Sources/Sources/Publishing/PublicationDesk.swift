import Core
import Foundation
import Persistence

/// A publication that this worker has taken up.
struct PublicationClaim: Sendable {
  let publication: Publication
  /// Higher than that of everybody who had it before; a write under a lower one is refused.
  let fence: Int64
  let reason: Reason
  /// How the collection was when it was last compared.
  let seen: String?

  /// Why it was taken up.
  enum Reason: Sendable {
    /// By its schedule, or because a person wants it: what is there is looked at too.
    case due
    /// Something failed, or isn't there yet.
    case retry
    /// It is only to be seen whether the collection changed.
    case check
  }
}

/// Hands out publications that are due, one worker each in the whole cluster, and keeps what workers do.
struct PublicationDesk: Sendable {
  let store: any Store
  let effects: Effects
  let clock: CronClock
  /// How long a worker may be silent.
  let lease: Duration

  /// How often it is looked whether a collection changed, in seconds.
  private static let checkEvery = 15.0
  /// The same after a run failed as a whole.
  private static let checkAfterFailure = 300.0

  /// Takes up the publication that is due longest.
  /// - Returns: `nil` when none is due.
  func claim() async throws -> PublicationClaim? {
    let now = effects.now()
    let (end, clock) = (now.addingTimeInterval(lease / .seconds(1)), clock)
    return try await store.write { session in
      let due = try session.row(
        """
        select * from source_publication
        where is_active = 1 and leased_until <= \(now)
          and (due_at <= \(now) or retry_at <= \(now) or check_at <= \(now))
        order by coalesce(due_at, retry_at, check_at), id limit 1\(session.dialect.skippingLocked)
        """)
      guard let due else { return nil }
      let publication = try PublicationStore.publication(due)
      func isPast(_ column: String) throws -> Bool { try due.dateIfAny(column).map { $0 <= now } ?? false }
      let isDue = try isPast("due_at")
      let isCheck = try !isDue && !isPast("retry_at")
      let next = isDue ? try clock.due(publication.rules.schedule, after: now) : publication.dueAt
      // After a kill it is tried again.
      let retry: SQLValue = try isCheck ? due.dateIfAny("retry_at").sqlValue : now.sqlValue
      let check: SQLValue =
        publication.rules.followsChanges ? now.addingTimeInterval(Self.checkEvery).sqlValue : .null
      let held = try session.row(
        """
        update source_publication set fence = fence + 1, leased_until = \(end), due_at = \(next.sqlValue),
          retry_at = \(retry), check_at = \(check)
        where id = \(publication.id) returning fence
        """)
      guard let fence = try held?.int64("fence") else { return nil }
      return PublicationClaim(
        publication: publication, fence: fence, reason: isDue ? .due : isCheck ? .check : .retry,
        seen: try due.stringIfAny("seen"))
    }
  }

  /// Writes down that a run begins.
  func begin(_ claim: PublicationClaim) async throws {
    let now = effects.now()
    try await commit(claim, PublicationCounts()) { session in
      try session.run(
        """
        update source_publication set state = 'running', started_at = \(now), ended_at = null, problem = null,
          retry_at = \(now)
        where id = \(claim.publication.id)
        """)
    }
  }

  /// Keeps what a step came to, and the lease with it.
  /// - Throws: ``PublicationError/lostLease`` when another worker has the publication; then nothing is kept.
  @discardableResult
  func commit<Value: Sendable>(
    _ claim: PublicationClaim, _ counts: PublicationCounts, _ body: @escaping @Sendable (any Session) throws -> Value
  ) async throws -> Value {
    let end = effects.now().addingTimeInterval(lease / .seconds(1))
    return try await store.write { session in
      let held = try session.run(
        """
        update source_publication set leased_until = \(end), counts = \(JSONValue.object(counts.json))
        where id = \(claim.publication.id) and fence = \(claim.fence)
        """)
      guard held == 1 else { throw PublicationError.lostLease }
      return try body(session)
    }
  }

  /// Says that the worker is still at it.
  func renew(_ claim: PublicationClaim) async throws {
    let end = effects.now().addingTimeInterval(lease / .seconds(1))
    try await store.write { session in
      let held = try session.run(
        """
        update source_publication set leased_until = \(end)
        where id = \(claim.publication.id) and fence = \(claim.fence)
        """)
      guard held == 1 else { throw PublicationError.lostLease }
    }
  }

  /// Gives a publication back after nothing was to be done.
  /// - Parameter seen: how the collection was.
  func rest(_ claim: PublicationClaim, seen: String) async throws {
    let id = claim.publication.id
    try await store.write { session in
      let retry = try PublishedFileStore(session, id).nextRetry()
      try session.run(
        """
        update source_publication set leased_until = 0, seen = \(seen), retry_at = \(retry.sqlValue)
        where id = \(id) and fence = \(claim.fence)
        """)
    }
  }

  /// Gives a publication back in the middle, to be taken up at once.
  func release(_ claim: PublicationClaim) async throws {
    try await store.write { session in
      try session.run(
        "update source_publication set leased_until = 0 where id = \(claim.publication.id) and fence = \(claim.fence)")
    }
  }

  /// Ends a run.
  /// - Parameters:
  ///   - seen: how the collection was.
  ///   - problem: why it failed; `nil` when it is done.
  ///   - retryAt: when it is tried again by itself before it is due.
  func end(
    _ claim: PublicationClaim, _ counts: PublicationCounts, seen: String?, problem: String?, retryAt: Date?
  ) async throws {
    let now = effects.now()
    let state: SyncRecord.State = problem == nil ? .done : .failed
    let id = claim.publication.id
    try await commit(claim, counts) { session in
      let retry = try problem == nil ? PublishedFileStore(session, id).nextRetry() : retryAt
      try session.run(
        """
        update source_publication set state = \(state.rawValue), started_at = coalesce(started_at, \(now)),
          ended_at = \(now), problem = \(problem.sqlValue), seen = \(seen.sqlValue), leased_until = 0,
          retry_at = \(retry.sqlValue)
        where id = \(id)
        """)
      if problem != nil {
        let later = now.addingTimeInterval(Self.checkAfterFailure)
        try session.run(
          "update source_publication set check_at = \(later) where id = \(id) and check_at is not null")
      }
    }
  }
}
