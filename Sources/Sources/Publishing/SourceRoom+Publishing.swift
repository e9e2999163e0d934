import Connections
import Core
import Foundation
import Identity
import Library

extension SourceRoom {
  private var publishingDesk: PublicationDesk {
    PublicationDesk(store: store, effects: effects, clock: clock, lease: settings.lease)
  }

  /// Takes up the publication that is due longest and runs it.
  /// - Returns: whether there was one.
  package func publishNext() async throws -> Bool {
    guard let claim = try await publishingDesk.claim() else { return false }
    do {
      try await keeping(claim) { try await publish(claim) }
    } catch PublicationError.lostLease {
      // Another worker has it, or a person changed it: whoever is next goes on.
    }
    return true
  }

  private func publish(_ claim: PublicationClaim) async throws {
    let publication = claim.publication
    do {
      guard let principal = try await identity.principal(person: publication.owner),
        Access.allows(.syncFiles, on: .team(publication.team), as: principal),
        Access.allows(.viewLibrary, on: .library, as: principal)
      else { throw PublicationError.ownerMayNot(publication.name) }
      try await services.requireUse(of: publication.origin, publication.team, as: principal)
      let service = try await services.files(publication.origin, publication.team)
      var run = PublicationRun(
        claim: claim, desk: publishingDesk, service: service, services: services, library: library, blobs: blobs,
        principal: principal, concurrency: settings.concurrency)
      let use = ConnectionUse(kind: "publication", name: publication.id.description)
      try await ConnectionUse.$current.withValue(use) { try await run.run() }
    } catch let error as any CodedError where (error as? PublicationError) != .lostLease {
      let problem = [error.message, error.advice].compactMap(\.self).joined(separator: " ")
      let retry = error.category.isTransient ? effects.now().addingTimeInterval(300) : nil
      try await publishingDesk.end(
        claim, publication.last?.counts ?? PublicationCounts(), seen: claim.seen, problem: problem, retryAt: retry)
    }
  }

  /// Says that the worker is at it for as long as it is: one large file may take longer than the lease.
  private func keeping(_ claim: PublicationClaim, _ body: @escaping @Sendable () async throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await body() }
      group.addTask {
        while true {
          try await effects.sleep(settings.lease / 3)
          try await publishingDesk.renew(claim)
        }
      }
      defer { group.cancelAll() }
      try await group.next()
    }
  }
}
