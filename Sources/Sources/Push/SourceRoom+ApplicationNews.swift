import Connections
package import Connectors
import Core
import Foundation
import Persistence

extension SourceRoom {
  /// Takes what somebody sent to the address of an application, which an administrator entered at the service's console.
  ///
  /// The news are about everybody who connected through the application, or about the accounts that they name. When this
  /// returns, the sources of those are on disk as due.
  /// - Throws: ``SourceError/notFound`` for an address that isn't ours, or not any more.
  package func hear(
    _ request: PushHandshake.Request, kind: String, application: String, token: String
  ) async throws -> PushHandshake.Judgement {
    guard let hook = try await services.push.application(kind, application, token) else { throw SourceError.notFound }
    let now = effects.now()
    let judgement = PushHandshake(hook.handshake, secret: hook.secret, word: hook.word).judge(request, now: now)
    guard judgement == .verified else { return judgement }
    let named = hook.account.flatMap { account in
      (try? JSONValue(parsing: request.body)).flatMap { account.named(in: $0) }
    }
    let due = now.addingTimeInterval(Self.gathering)
    let told = try await store.read { session in
      try SubscriptionStore(session).telling(hook.connections.map(SourceOrigin.connection), accounts: named)
        .compactMap { subscription -> Subscription? in
          guard let source = try SourceStore(session).find(subscription.source), source.isActive else { return nil }
          return Self.isWorthKeeping(subscription, source, due: due, now: now) ? subscription : nil
        }
    }
    guard !told.isEmpty else { return judgement }
    try await store.write { session in
      for subscription in told {
        try SubscriptionStore(session).hear(subscription.id, at: now)
        // It is told, so what was missing is there now.
        if subscription.problem != nil { try SubscriptionStore(session).retry(subscription, at: now) }
        try SourceStore(session).poke(subscription.source, at: due)
      }
    }
    return judgement
  }
}
