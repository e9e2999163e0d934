import Connectors
import Core
import Foundation
package import Identity
import Persistence

extension SourceRoom {
  /// What its service was asked to tell a source; empty when it wasn't asked.
  package func subscriptions(of id: SourceID, as principal: Principal) async throws -> [Subscription] {
    _ = try await read(id, as: principal)
    return try await store.read { try SubscriptionStore($0).all(of: id) }
  }

  /// What is to be asked of a source's service, worked out before the transaction that keeps the source.
  ///
  /// What is asked already stays, and what failed is tried again; what isn't wanted any more is ended.
  /// - Throws: ``SourceError/invalidField(_:reason:)`` when a person wants to be told by a service that doesn't tell.
  func subscribing(_ source: Source) async throws -> @Sendable (any Session) throws -> Void {
    let now = effects.now()
    guard source.isActive, source.rules.isTold else {
      return { try SubscriptionStore($0).endAll(of: source.id, at: now) }
    }
    guard let push = try await services.push.service(source.origin, source.team) else {
      throw SourceError.invalidField("push", reason: "this service can't be asked to tell what changed")
    }
    let folders = push.isPerFolder ? Set(source.rules.folders.map(\.id)) : [""]
    let wishes = try folders.sorted().map { folder in
      let (id, keys): (ID<Subscription>, SubscriptionKeys) = (effects.id(), SubscriptionKeys(effects))
      return SubscriptionStore.Wish(
        id: id, folder: folder, tokenHash: SubscriptionKeys.hash(keys.token),
        sealed: try keys.sealed(for: id, services.push.sealer))
    }
    return { session in
      let subscriptions = SubscriptionStore(session)
      var kept: Set<String> = []
      for found in try subscriptions.all(of: source.id) {
        if found.origin == source.origin, folders.contains(found.folder) {
          kept.insert(found.folder)
          if found.problem != nil { try subscriptions.retry(found, at: now) }
        } else {
          try subscriptions.end(found, at: now)
        }
      }
      for wish in wishes where !kept.contains(wish.folder) {
        try subscriptions.insert(wish, of: source, at: now)
      }
    }
  }
}
