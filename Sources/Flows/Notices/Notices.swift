package import Core
import Foundation
package import Identity
package import Persistence

/// Tells people when runs fail, and when they succeed again: one notice for a flow and a time, however many runs.
///
/// The first failure is told at once. What fails within the window after it is told together at its end; so is what comes
/// after that, until a run succeeds. Each notice goes out at least once; several processes may do this.
package struct Notices: Sendable {
  private static let longestWindow = 86_400
  private static let mostTries = 8

  let store: any Store
  private let effects: Effects
  private let sealer: Sealer
  private let sender: NoticeSender
  private let publicURL: String

  /// - Parameter publicURL: where pages are, for links; without a slash at the end.
  package init(
    store: any Store, effects: Effects, sealer: Sealer, channels: NoticeChannels, publicURL: String
  ) {
    self.store = store
    self.effects = effects
    self.sealer = sealer
    self.publicURL = publicURL
    sender = NoticeSender(channels: channels, sealer: sealer, effects: effects)
  }

  /// Who is told of failures of a team's flows.
  package func targets(of team: TeamID, as principal: Principal) async throws -> [NoticeTarget] {
    try Access.require(.viewFlows, on: .team(team), as: principal)
    return try await store.read { try NoticeTargetStore(session: $0).targets(of: team) }
  }

  /// Tells somebody from now on.
  /// - Returns: the target, and the secret its webhook is signed with, shown only now.
  package func add(
    _ new: NewNoticeTarget, to team: TeamID, as principal: Principal
  ) async throws -> (target: NoticeTarget, secret: Secret?) {
    try Access.require(.editFlows, on: .team(team), as: principal)
    try new.check()
    guard (0...Self.longestWindow).contains(new.windowSeconds) else { throw NoticeError.wrongWindow }
    let target = NoticeTarget(
      id: effects.id(), team: team, flow: new.flow, kind: new.kind, shown: new.shown,
      windowSeconds: new.windowSeconds, tellsRecovery: new.tellsRecovery, createdAt: effects.now())
    let secret = new.kind == .webhook ? new.secret ?? Secret(effects.token()) : nil
    let address = try sealer.seal(Array(new.address.revealed.utf8), NoticeSender.address(target.id))
    let sealed = try secret.map { try sealer.seal(Array($0.revealed.utf8), NoticeSender.secret(target.id)) }
    try await store.write { session in
      if let flow = target.flow, try FlowStore(session: session).flow(flow).team != team { throw FlowError.noSuchFlow }
      try NoticeTargetStore(session: session).insert(target, address: address, secret: sealed, by: principal.person)
    }
    return (target, secret)
  }

  /// Tells somebody no more.
  package func remove(_ id: NoticeTargetID, as principal: Principal) async throws {
    let target = try await visible(id, as: principal)
    try Access.require(.editFlows, on: .team(target.target.team), as: principal)
    try await store.write { try NoticeTargetStore(session: $0).delete(id) }
  }

  /// Sends a notice that says it is a test.
  /// - Throws: what the way out throws, so that the person who set it up sees it.
  package func test(_ id: NoticeTargetID, as principal: Principal) async throws {
    let target = try await visible(id, as: principal)
    try Access.require(.editFlows, on: .team(target.target.team), as: principal)
    let failure = StepFailure(code: "test", message: "This is a test; nothing failed.")
    let notice = Notice(
      news: .failed, flow: target.target.flow ?? effects.id(), flowName: "Test of notices", count: 1, total: 1,
      since: effects.now(), run: effects.id(), path: "test", failure: failure, link: "\(publicURL)/app/flows")
    try await sender.send(notice, to: target)
  }

  private func visible(_ id: NoticeTargetID, as principal: Principal) async throws -> NoticeTargetStore.Sealed {
    let target = try await store.read { try NoticeTargetStore(session: $0).target(id) }
    guard Access.allows(.viewFlows, on: .team(target.target.team), as: principal) else {
      throw NoticeError.noSuchTarget
    }
    return target
  }

  // MARK: Telling

  /// Tells everything that is due.
  /// - Returns: how many notices went out.
  @discardableResult
  package func tell() async throws -> Int {
    let now = effects.now()
    while try await store.write({ try NoticeStore(session: $0).collect(at: now, limit: 500) }) == 500 {}
    var told = 0
    for pending in try await store.write({ try NoticeStore(session: $0).claim(at: now, limit: 50) }) {
      if try await tellFailures(pending) { told += 1 }
    }
    for recovered in try await store.write({ try NoticeStore(session: $0).claimRecovered(limit: 50) }) {
      if try await tellRecovery(recovered) { told += 1 }
    }
    for missed in try await store.write({ try MissedNotices(session: $0).claim(at: now, limit: 50) }) {
      if try await tellMissed(missed) { told += 1 }
    }
    return told
  }

  private func tellFailures(_ pending: PendingNotice) async throws -> Bool {
    let now = effects.now()
    let targets = try await store.read { try NoticeTargetStore(session: $0).targets(of: pending.flow) }
    let window = Double(targets.map(\.target.windowSeconds).min() ?? 0)
    if let sentAt = pending.sentAt, sentAt.addingTimeInterval(window) > now {
      try await store.write {
        try NoticeStore(session: $0).postpone(pending.flow, until: sentAt.addingTimeInterval(window), tries: 0)
      }
      return false
    }
    let notice = try await notice(.failed, of: pending)
    guard try await send(notice, to: targets) || targets.isEmpty || pending.tries >= Self.mostTries else {
      try await store.write {
        try NoticeStore(session: $0).postpone(
          pending.flow, until: now + Self.pause(after: pending.tries), tries: pending.tries)
      }
      return false
    }
    try await store.write {
      try NoticeStore(session: $0).sent(
        pending, isTold: !targets.isEmpty, at: now, next: now.addingTimeInterval(window))
    }
    return !targets.isEmpty
  }

  private func tellRecovery(_ pending: PendingNotice) async throws -> Bool {
    let targets = try await store.read { session in
      try NoticeTargetStore(session: session).targets(of: pending.flow).filter(\.target.tellsRecovery)
    }
    return try await send(try await notice(.recovered, of: pending), to: targets, isLast: true)
  }

  /// Tells one target what it missed.
  private func tellMissed(_ missed: MissedNotices.Missed) async throws -> Bool {
    let (flow, id) = (missed.notice.flow, missed.target)
    let target = try await store.read { try NoticeTargetStore(session: $0).target(id) }
    do {
      try await sender.send(missed.notice, to: target)
      try await store.write { try MissedNotices(session: $0).forget(flow, for: id) }
      return true
    } catch {
      let until = effects.now() + Self.pause(after: missed.tries)
      try await store.write { session in
        let store = MissedNotices(session: session)
        guard missed.tries < Self.mostTries else { return try store.forget(flow, for: id) }
        try store.keep(missed.notice, for: id, tries: missed.tries, until: until)
      }
      return false
    }
  }

  /// Tells each target, with what it missed before of the same flow. One that doesn't listen keeps none of the others from
  /// hearing it, and is told again by itself.
  /// - Parameter isLast: whether nobody comes back to it when nobody listens at all.
  /// - Returns: whether anybody got it.
  private func send(
    _ notice: Notice, to targets: [NoticeTargetStore.Sealed], isLast: Bool = false
  ) async throws -> Bool {
    var gotIt = false
    var missed: [(NoticeTargetID, Notice)] = []
    for target in targets {
      let id = target.target.id
      let before = try await store.read { try MissedNotices(session: $0).notice(of: notice.flow, for: id) }
      let whole = notice.adding(before)
      do {
        try await sender.send(whole, to: target)
        gotIt = true
        if before != nil { try await store.write { try MissedNotices(session: $0).forget(notice.flow, for: id) } }
      } catch {
        missed.append((id, whole))
      }
    }
    guard gotIt || isLast else { return false }
    let (kept, until) = (missed, effects.now() + Self.pause(after: 1))
    if !kept.isEmpty {
      try await store.write { session in
        for (id, notice) in kept { try MissedNotices(session: session).keep(notice, for: id, tries: 1, until: until) }
      }
    }
    return gotIt
  }

  /// In seconds: a minute, then twice as long each time, up to an hour.
  private static func pause(after tries: Int) -> TimeInterval { min(3600, 30 * pow(2, Double(tries))) }

  private func notice(_ news: Notice.News, of pending: PendingNotice) async throws -> Notice {
    let flow = try await store.read { try FlowStore(session: $0).flow(pending.flow) }
    let place = news == .failed ? "activity/\(pending.lastRun)" : "flows/\(pending.flow)"
    return Notice(
      news: news, flow: pending.flow, flowName: flow.name, count: pending.unsent, total: pending.failures,
      since: pending.since, run: pending.lastRun, path: pending.lastPath, failure: pending.lastFailure,
      link: "\(publicURL)/app/\(place)")
  }
}
