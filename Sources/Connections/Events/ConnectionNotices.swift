package import Core
import Foundation
package import Identity
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
  private let sealer: Sealer
  private let sender: ConnectionNoticeSender
  private let publicURL: String

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

  /// Who is told of a team's connections.
  package func targets(of team: TeamID, as principal: Principal) async throws -> [ConnectionNoticeTarget] {
    try Access.require(.viewConnections, on: .team(team), as: principal)
    return try await store.read { try ConnectionNoticeTargetStore(session: $0).targets(of: team) }
  }

  /// Tells somebody from now on.
  /// - Returns: the target, and the secret its webhook is signed with, shown only now.
  package func add(
    _ new: NewConnectionNoticeTarget, to team: TeamID, as principal: Principal
  ) async throws -> (target: ConnectionNoticeTarget, secret: Secret?) {
    try Access.require(.changeConnection, on: .team(team), as: principal)
    try new.check()
    let target = ConnectionNoticeTarget(
      id: effects.id(), team: team, connection: new.connection, kind: new.kind, shown: new.shown,
      events: new.events, windowSeconds: new.windowSeconds, createdAt: effects.now())
    let secret = new.kind == .webhook ? new.secret ?? WebhookSignature.secret(effects.randomBytes(32)) : nil
    let sealed = ConnectionNoticeTargetStore.Sealed(
      target: target, address: try seal(new.address, target.id, "address"),
      secret: try secret.map { try seal($0, target.id, "secret") })
    let entry = AuditEntry(
      at: target.createdAt, actor: principal.person, action: "connection_notice.added",
      subject: new.connection.map { "connection/\($0)" } ?? "team/\(team)", subjectName: target.shown, team: team)
    try await store.write { session in
      if let connection = target.connection {
        guard try ConnectionStore.find(connection, in: session)?.team == team else { throw ConnectionError.notFound }
      }
      try ConnectionNoticeTargetStore(session: session).insert(sealed, by: principal.person)
      try AuditLog.add(entry, in: session)
    }
    return (target, secret)
  }

  /// Tells somebody no more.
  package func remove(_ id: ConnectionNoticeTargetID, as principal: Principal) async throws {
    let target = try await forChange(id, as: principal).target
    let entry = AuditEntry(
      at: effects.now(), actor: principal.person, action: "connection_notice.removed",
      subject: target.connection.map { "connection/\($0)" } ?? "team/\(target.team)", subjectName: target.shown,
      team: target.team)
    try await store.write { session in
      try ConnectionNoticeTargetStore(session: session).delete(id)
      try AuditLog.add(entry, in: session)
    }
  }

  /// Sends a notice that says it is a test.
  /// - Throws: what the way out throws, so that the person who set it up sees it.
  package func test(_ id: ConnectionNoticeTargetID, as principal: Principal) async throws {
    let target = try await forChange(id, as: principal)
    let event = ConnectionEvent(
      number: 0, connection: target.target.connection ?? effects.id(), team: target.target.team,
      name: "Test of notices", connector: "none", kind: .failing, at: effects.now(), state: .unavailable,
      reason: "this is a test; nothing failed")
    guard let notice = ConnectionNotice([event], publicURL: publicURL) else { return }
    try await sender.send(notice, to: target)
  }

  private func forChange(
    _ id: ConnectionNoticeTargetID, as principal: Principal
  ) async throws -> ConnectionNoticeTargetStore.Sealed {
    let target = try await store.read { try ConnectionNoticeTargetStore(session: $0).target(id) }
    guard Access.allows(.viewConnections, on: .team(target.target.team), as: principal) else {
      throw ConnectionNoticeError.noSuchTarget
    }
    try Access.require(.changeConnection, on: .team(target.target.team), as: principal)
    return target
  }

  private func seal(_ secret: Secret, _ id: ConnectionNoticeTargetID, _ part: String) throws -> [UInt8] {
    try sealer.seal(Array(secret.revealed.utf8), ConnectionNoticeSender.context(id, part))
  }

  // MARK: Telling

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
