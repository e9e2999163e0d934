package import Connectors
import Core
import Foundation
import Persistence

extension SourceRoom {
  /// How long news are gathered before the source is synced: a burst makes one sync.
  static let gathering: TimeInterval = 5

  /// Takes what somebody sent to the address that a service was given for news.
  ///
  /// When news are taken, the source is on disk as due; a source that is due soon anyway costs no write.
  /// - Throws: ``SourceError/notFound`` for an address that isn't ours, or not any more.
  package func hear(_ request: PushHandshake.Request, token: String) async throws -> PushHandshake.Judgement {
    let now = effects.now()
    let due = now.addingTimeInterval(Self.gathering)
    let hash = SubscriptionKeys.hash(token)
    let found = try await store.read { session -> (Subscription, Source)? in
      guard let subscription = try SubscriptionStore(session).find(tokenHash: hash) else { return nil }
      return try SourceStore(session).find(subscription.source).map { (subscription, $0) }
    }
    guard let (subscription, source) = found, source.isActive,
      let push = try await services.push.service(subscription.origin, subscription.team), push.isReady
    else { throw SourceError.notFound }
    let keys = try SubscriptionKeys(of: subscription, services.push.sealer)
    let judgement = PushHandshake(push.handshake, secret: push.secret ?? Secret(keys.secret)).judge(request, now: now)
    guard judgement == .verified, Self.isWorthKeeping(subscription, source, due: due, now: now) else {
      return judgement
    }
    try await store.write { session in
      try SubscriptionStore(session).hear(subscription.id, at: now)
      try SourceStore(session).poke(source.id, at: due)
    }
    return judgement
  }

  /// Whether anything has to be written: not while the source is due anyway and its page knows that the service tells.
  static func isWorthKeeping(_ subscription: Subscription, _ source: Source, due: Date, now: Date) -> Bool {
    let isDueAnyway = source.dueAt.map { $0 <= due } ?? false
    let isKnown = subscription.heardAt.map { now.timeIntervalSince($0) < 60 } ?? false
    return !isDueAnyway || !isKnown || subscription.problem != nil
  }
}
