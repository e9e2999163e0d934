package import Core
import Foundation
package import Logging
package import Persistence

/// Tells people and programs what happens to connections: by mail and by signed webhook.
///
/// The first event of a connection is told at once. What happens within the target's window after it is told together at
/// its end, however restless the connection is. Each event is told at least once; several processes may do this.
package struct ConnectionNotices: Sendable {
  private static let mostTries = 10
  /// How many events one notice tells of.
  private static let mostEvents = 50

  let store: any Store
  let effects: Effects
  let logger: Logger
  let sealer: Sealer
  let sender: ConnectionNoticeSender
  let publicURL: String

  /// - Parameter publicURL: where pages are, for links; without a slash at the end.
  package init(
    store: any Store, effects: Effects, sealer: Sealer, channels: ConnectionNoticeChannels, publicURL: String,
    logger: Logger
  ) {
    self.store = store
    self.effects = effects
    self.sealer = sealer
    self.publicURL = publicURL
    self.logger = logger
    sender = ConnectionNoticeSender(channels: channels, sealer: sealer, effects: effects)
  }

  /// Tells everything that is due.
  /// - Returns: how many notices went out.
  @discardableResult
  package func tell() async throws -> Int {
    let now = effects.now()
    while try await store.write({ try ConnectionNoticeStore(session: $0).sort(at: now, limit: 200) }) == 200 {}
    var told = 0
    for due in try await store.write({ try ConnectionNoticeStore(session: $0).claim(at: now, limit: 50) }) {
      if try await tell(due) { told += 1 }
    }
    return told
  }

  private func tell(_ due: ConnectionNoticeStore.Due) async throws -> Bool {
    let now = effects.now()
    let (target, events) = try await store.read { session in
      let target = try ConnectionNoticeTargetStore(session: session).target(due.target)
      let events = try ConnectionEventStore.list(
        of: due.connection, after: due.told, kinds: target.target.events, limit: Self.mostEvents, in: session)
      return (target, events)
    }
    guard let notice = ConnectionNotice(events, publicURL: publicURL) else {
      try await store.write { try ConnectionNoticeStore(session: $0).told(due, upTo: due.told, at: now, next: nil) }
      return false
    }
    let isTold = await send(notice, to: target)
    guard isTold || due.tries >= Self.mostTries else {
      let until = now + min(3600, 30 * pow(2, Double(due.tries)))
      try await store.write { try ConnectionNoticeStore(session: $0).postpone(due, until: until) }
      return false
    }
    let next = now + Double(target.target.windowSeconds)
    try await store.write { session in
      let isMore = try !ConnectionEventStore.list(
        of: due.connection, after: notice.last.number, kinds: target.target.events, limit: 1, in: session
      ).isEmpty
      try ConnectionNoticeStore(session: session).told(
        due, upTo: notice.last.number, at: now, next: isMore ? next : nil)
    }
    return isTold
  }

  private func send(_ notice: ConnectionNotice, to target: ConnectionNoticeTargetStore.Sealed) async -> Bool {
    do {
      try await sender.send(notice, to: target)
      return true
    } catch {
      let code = (error as? any CodedError)?.code ?? "unknown"
      logger.warning(
        "A notice of a connection could not be told",
        metadata: ["target": "\(target.target.id)", "connection": "\(notice.last.connection)", "error": "\(code)"])
      return false
    }
  }
}
