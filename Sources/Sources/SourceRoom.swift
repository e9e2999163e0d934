package import Blobs
import Connections
package import Core
import Foundation
package import Identity
package import Library
package import Persistence

/// Sources of teams: the door of this room.
package struct SourceRoom: Sendable {
  let store: any Store
  let blobs: any BlobStore
  let effects: Effects
  let library: Library
  let identity: Identity
  let services: SourceServices
  let clock: CronClock
  let settings: SourceSettings

  /// - Parameter store: with ``SourcesSchema/migrations`` applied.
  package init(
    store: any Store, blobs: any BlobStore, effects: Effects, library: Library, identity: Identity,
    services: SourceServices, clock: CronClock, settings: SourceSettings = SourceSettings()
  ) {
    self.store = store
    self.blobs = blobs
    self.effects = effects
    self.library = library
    self.identity = identity
    self.services = services
    self.clock = clock
    self.settings = settings
  }

  private var desk: SyncDesk { SyncDesk(store: store, effects: effects, clock: clock, lease: settings.lease) }

  /// Takes up the source that is due longest and syncs it.
  /// - Returns: whether there was one.
  package func syncNext() async throws -> Bool {
    guard let claim = try await desk.claim() else { return false }
    do {
      try await keeping(claim) { try await sync(claim) }
    } catch SourceError.lostLease {
      // Another worker has it, or a person changed it: whoever is next goes on.
    }
    return true
  }

  /// Asks the next service to tell what changed, renews that, or ends it.
  /// - Returns: whether there was something to do.
  package func subscribeNext() async throws -> Bool {
    try await SubscriptionKeeper(store: store, effects: effects, services: services.push).next()
  }

  private func sync(_ claim: SyncClaim) async throws {
    let (source, machine) = (claim.source, claim.machine)
    do {
      guard let principal = try await identity.principal(person: source.owner),
        Access.allows(.syncFiles, on: .team(source.team), as: principal),
        Access.allows(.editMetadata, on: .library, as: principal)
      else { throw SourceError.ownerMayNot(source.name) }
      try await services.requireUse(of: source.origin, source.team, as: principal)
      let service = try await services.files(source.origin, source.team)
      var run = SyncRun(
        claim: claim, desk: desk, service: service, services: services, library: library, blobs: blobs,
        principal: principal, concurrency: settings.concurrency)
      let use = ConnectionUse(kind: "source", name: source.id.description)
      try await ConnectionUse.$current.withValue(use) { try await run.run() }
    } catch let error as any CodedError where (error as? SourceError) != .lostLease {
      let problem = [error.message, error.advice].compactMap(\.self).joined(separator: " ")
      let retry = error.category.isTransient ? effects.now().addingTimeInterval(300) : nil
      try await desk.end(claim, machine, claim.counts, problem: problem, retryAt: retry)
    }
  }

  /// Says that the worker is at it for as long as it is: one large file may take longer than the lease.
  private func keeping(_ claim: SyncClaim, _ body: @escaping @Sendable () async throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await body() }
      group.addTask {
        while true {
          try await effects.sleep(settings.lease / 3)
          try await desk.renew(claim)
        }
      }
      defer { group.cancelAll() }
      try await group.next()
    }
  }
}

/// How sources are synced.
package struct SourceSettings: Sendable {
  /// How long a worker may be silent before another takes its source over.
  package var lease: Duration
  /// How many files of a source are brought at once.
  package var concurrency: Int

  package init(lease: Duration = .seconds(60), concurrency: Int = 8) {
    self.lease = lease
    self.concurrency = concurrency
  }
}
