import Core
import Foundation
import Identity
import Persistence

/// The SQL of subscriptions.
struct SubscriptionStore {
  private let session: any Session

  init(_ session: any Session) {
    self.session = session
  }

  /// Those of a source that aren't over.
  func all(of source: SourceID) throws -> [Subscription] {
    try session.rows("select * from source_push where source = \(source) and state <> 'ending' order by folder")
      .map(Subscription.init)
  }

  /// - Returns: `nil` when the address is none of ours, or not any more.
  func find(tokenHash: String) throws -> Subscription? {
    try session.row("select * from source_push where token_hash = \(tokenHash) and state <> 'ending'")
      .map(Subscription.init)
  }

  /// Those of some connections, of some accounts when news name them; what never learned its account is for every news.
  func telling(_ origins: [SourceOrigin], accounts: Set<String>?) throws -> [Subscription] {
    try origins.flatMap { origin in
      try session.rows("select * from source_push where origin = \(origin.text) and state <> 'ending' order by id")
        .map(Subscription.init)
    }.filter { subscription in
      guard let accounts, let account = subscription.remote else { return true }
      return accounts.contains(account)
    }
  }

  func insert(_ wish: Wish, of source: Source, at now: Date) throws {
    try session.run(
      """
      insert into source_push (id, source, team, origin, folder, state, token_hash, sealed, due_at, tries)
      values (\(wish.id), \(source.id), \(source.team), \(source.origin.text), \(wish.folder), 'wanted',
        \(wish.tokenHash), \(wish.sealed), \(now), 0)
      """)
  }

  /// Has what isn't wanted any more ended.
  func end(_ subscription: Subscription, at now: Date) throws {
    try session.run(
      "update source_push set state = 'ending', due_at = \(now), tries = 0 where id = \(subscription.id)")
  }

  /// Has what failed tried again.
  func retry(_ subscription: Subscription, at now: Date) throws {
    try session.run("update source_push set due_at = \(now), tries = 0 where id = \(subscription.id)")
  }

  /// Has every subscription of a source ended.
  func endAll(of source: SourceID, at now: Date) throws {
    for subscription in try all(of: source) { try end(subscription, at: now) }
  }

  /// Takes up the one that is due longest.
  /// - Parameter back: when it is due again should this worker die; it tells the worker's writes from a later one's.
  func claim(at now: Date, back: Date) throws -> Subscription? {
    let found = try session.row(
      "select * from source_push where due_at <= \(now) order by due_at, id limit 1\(session.dialect.skippingLocked)")
    guard let found = try found.map(Subscription.init) else { return nil }
    try session.run("update source_push set due_at = \(back), tries = tries + 1 where id = \(found.id)")
    return found
  }

  /// Keeps what the service granted, unless somebody else took it up or ended it meanwhile.
  /// - Returns: whether it was kept.
  func tell(
    _ id: ID<Subscription>, remote: String, endsAt: Date?, sealed: [UInt8], dueAt: Date?, claimed back: Date
  ) throws -> Bool {
    try session.run(
      """
      update source_push set state = 'told', remote = \(remote), ends_at = \(endsAt.sqlValue),
        sealed = \(sealed), due_at = \(dueAt.sqlValue), tries = 0, problem = null
      where id = \(id) and due_at = \(back) and state <> 'ending'
      """) == 1
  }

  func fail(_ id: ID<Subscription>, problem: String, dueAt: Date, claimed back: Date) throws {
    try session.run(
      "update source_push set problem = \(problem), due_at = \(dueAt) where id = \(id) and due_at = \(back)")
  }

  /// Remembers a channel that was granted after its subscription had ended, so that it is ended as well.
  func remember(_ id: ID<Subscription>, remote: String, at now: Date) throws {
    try session.run(
      "update source_push set remote = \(remote), due_at = \(now) where id = \(id) and state = 'ending'")
  }

  func hear(_ id: ID<Subscription>, at now: Date) throws {
    try session.run("update source_push set heard_at = \(now) where id = \(id)")
  }

  func delete(_ id: ID<Subscription>) throws {
    try session.run("delete from source_push where id = \(id)")
  }

  /// A subscription that is to be asked for.
  struct Wish: Sendable {
    let id: ID<Subscription>
    let folder: String
    let tokenHash: String
    let sealed: [UInt8]
  }
}
