package import Core
import Foundation
package import Identity
import Persistence

/// Who is told: seeing, adding, changing and removing them, and trying whether they hear.
extension ConnectionNotices {
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
    let entry = entry("connection_notice.added", target, principal)
    try await store.write { session in
      if let connection = target.connection {
        guard try ConnectionStore.find(connection, in: session)?.team == team else { throw ConnectionError.notFound }
      }
      try ConnectionNoticeTargetStore(session: session).insert(sealed, by: principal.person)
      try AuditLog.add(entry, in: session)
    }
    return (target, secret)
  }

  /// Changes what somebody is told, or where; whom and of what it is about stay.
  /// - Returns: the target, and the secret its webhook is signed with where a new one was asked for, shown only now.
  package func change(
    _ id: ConnectionNoticeTargetID, _ change: ConnectionNoticeChange, as principal: Principal
  ) async throws -> (target: ConnectionNoticeTarget, secret: Secret?) {
    let old = try await forChange(id, as: principal)
    let target = try old.target.changed(change)
    let isSigned = target.kind == .webhook
    let secret = change.renewsSecret && isSigned ? WebhookSignature.secret(effects.randomBytes(32)) : nil
    let sealed = ConnectionNoticeTargetStore.Sealed(
      target: target, address: try change.address.map { try seal($0, id, "address") } ?? old.address,
      secret: try secret.map { try seal($0, id, "secret") } ?? old.secret)
    let entry = entry("connection_notice.changed", target, principal)
    try await store.write { session in
      try ConnectionNoticeTargetStore(session: session).update(sealed)
      try AuditLog.add(entry, in: session)
    }
    return (target, secret)
  }

  /// Tells somebody no more.
  package func remove(_ id: ConnectionNoticeTargetID, as principal: Principal) async throws {
    let target = try await forChange(id, as: principal).target
    let entry = entry("connection_notice.removed", target, principal)
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
    // A team's target is about no connection that could be looked at.
    let page = target.target.connection == nil ? "connection-notices" : nil
    guard let notice = ConnectionNotice([event], publicURL: publicURL, page: page) else { return }
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

  private func entry(_ action: String, _ target: ConnectionNoticeTarget, _ principal: Principal) -> AuditEntry {
    AuditEntry(
      at: effects.now(), actor: principal.person, action: action,
      subject: target.connection.map { "connection/\($0)" } ?? "team/\(target.team)", subjectName: target.shown,
      team: target.team)
  }

  private func seal(_ secret: Secret, _ id: ConnectionNoticeTargetID, _ part: String) throws -> [UInt8] {
    try sealer.seal(Array(secret.revealed.utf8), ConnectionNoticeSender.context(id, part))
  }
}
