import Connections
import Connectors
import Core
import Foundation
import Persistence

/// Asks services to tell what changed, renews that in time, and ends it.
struct SubscriptionKeeper: Sendable {
  let store: any Store
  let effects: Effects
  let services: SourcePush

  /// How long is asked for. Microsoft grants 42,300 minutes at most, Google a week, whatever is asked.
  private static let term: TimeInterval = 28 * 86_400
  /// How long a call may take before another worker tries.
  private static let patience: TimeInterval = 600
  /// How often the end of a channel is tried before it is left to end by itself.
  private static let mostEndings = 10

  /// Takes up the subscription that is due longest.
  /// - Returns: whether there was one.
  func next() async throws -> Bool {
    let now = effects.now()
    // Whole milliseconds, as it is kept: the claim is known by it.
    let back = Date(milliseconds: now.addingTimeInterval(Self.patience).milliseconds)
    let claim = try await store.write { try SubscriptionStore($0).claim(at: now, back: back) }
    guard let claim else { return false }
    do {
      let use = ConnectionUse(kind: "source", name: claim.source.description)
      try await ConnectionUse.$current.withValue(use) {
        if claim.state == .ending { try await end(claim) } else { try await ask(claim, back) }
      }
    } catch let error as any CodedError {
      try await fail(claim, error, back)
    }
    return true
  }

  private func ask(_ claim: Subscription, _ back: Date) async throws {
    guard let base = services.address else { throw PushError.noPublicAddress }
    guard let service = try await services.service(claim.origin, claim.team) else { throw PushError.notOffered }
    guard service.isReady else { throw PushError.notSetUp }
    let keys = try SubscriptionKeys(of: claim, services.sealer)
    let until = effects.now().addingTimeInterval(Self.term)
    let renewed = try await renew(claim, service, until: until)
    let channel: PushChannel
    if let renewed {
      channel = renewed
    } else {
      channel = try await service.subscribe(
        claim.folder, address: base + keys.token, secret: keys.secret, until: until)
    }
    let isNew = renewed == nil
    let sealed = try channel.secret.map { try keys.signed(with: $0).sealed(for: claim.id, services.sealer) }
    let now = effects.now()
    let dueAt = channel.ends.map { now.addingTimeInterval(max(60, $0.timeIntervalSince(now) * 2 / 3)) }
    try await store.write { session in
      let subscriptions = SubscriptionStore(session)
      if try subscriptions.tell(
        claim.id, remote: channel.id, endsAt: channel.ends, sealed: sealed ?? claim.sealed, dueAt: dueAt, claimed: back)
      {
        // What changed before the service began to tell isn't told.
        if isNew { try SourceStore(session).poke(claim.source, at: now) }
      } else {
        try subscriptions.remember(claim.id, remote: channel.id, at: now)
      }
    }
    if let old = claim.remote, old != channel.id { try? await service.end(old) }
  }

  private func renew(
    _ claim: Subscription, _ service: any PushService, until: Date
  ) async throws -> PushChannel? {
    guard claim.state == .told, let remote = claim.remote else { return nil }
    return try await service.renew(remote, until: until)
  }

  private func end(_ claim: Subscription) async throws {
    if let remote = claim.remote, let service = try await services.service(claim.origin, claim.team) {
      try await service.end(remote)
    }
    try await store.write { try SubscriptionStore($0).delete(claim.id) }
  }

  private func fail(_ claim: Subscription, _ error: any CodedError, _ back: Date) async throws {
    let isHopeless = claim.tries + 1 >= Self.mostEndings || !error.category.isTransient
    let isOver = claim.state == .ending && isHopeless
    let wait = min(86_400, 60 * pow(2, Double(min(claim.tries, 12))))
    // What is missing here may be entered any minute.
    let maySoonBeWell = error.category.isTransient || error is PushError
    let dueAt = effects.now().addingTimeInterval(maySoonBeWell ? wait : 86_400)
    let problem = [error.message, error.advice].compactMap(\.self).joined(separator: " ")
    try await store.write { session in
      let subscriptions = SubscriptionStore(session)
      if isOver {
        try subscriptions.delete(claim.id)
      } else {
        try subscriptions.fail(claim.id, problem: problem, dueAt: dueAt, claimed: back)
      }
    }
  }
}
