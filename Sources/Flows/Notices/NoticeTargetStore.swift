import Core
import Foundation
import Identity
import Persistence

/// The SQL of who is told of failures.
struct NoticeTargetStore {
  let session: any Session

  /// What is needed to tell somebody; sealed.
  struct Sealed {
    let target: NoticeTarget
    let address: [UInt8]
    let secret: [UInt8]?
  }

  private static let selection: Statement = """
    select id, team, flow, kind, address, secret, shown, window_seconds, tells_recovery, created_at
    from flow_notice_target
    """

  func insert(_ target: NoticeTarget, address: [UInt8], secret: [UInt8]?, by person: PersonID) throws {
    try session.run(
      """
      insert into flow_notice_target (id, team, flow, kind, address, secret, shown, window_seconds, tells_recovery,
        created_at, created_by)
      values (\(target.id), \(target.team), \(target.flow.sqlValue), \(target.kind.rawValue), \(address),
        \(secret.sqlValue), \(target.shown), \(target.windowSeconds), \(target.tellsRecovery), \(target.createdAt),
        \(person))
      """)
  }

  func target(_ id: NoticeTargetID) throws -> Sealed {
    guard let row = try session.row("\(Self.selection) where id = \(id)") else { throw NoticeError.noSuchTarget }
    return try Self.sealed(row)
  }

  /// Those of a team, the team's own first.
  func targets(of team: TeamID) throws -> [NoticeTarget] {
    try session.rows("\(Self.selection) where team = \(team) order by flow is not null, flow, created_at, id")
      .map { try Self.sealed($0).target }
  }

  /// Those who hear of a flow.
  func targets(of flow: FlowID) throws -> [Sealed] {
    try session.rows(
      """
      \(Self.selection) where team = (select team from flow_flow where id = \(flow))
        and (flow is null or flow = \(flow)) order by created_at, id
      """
    ).map(Self.sealed)
  }

  func delete(_ id: NoticeTargetID) throws {
    try session.run("delete from flow_notice_target where id = \(id)")
  }

  private static func sealed(_ row: Row) throws -> Sealed {
    let target = NoticeTarget(
      id: try row.id("id"), team: try row.id("team"), flow: try row.idIfAny("flow"), kind: try row.choice("kind"),
      shown: try row.string("shown"), windowSeconds: try row.int("window_seconds"),
      tellsRecovery: try row.bool("tells_recovery"), createdAt: try row.date("created_at"))
    return Sealed(target: target, address: try row.bytes("address"), secret: try row.bytesIfAny("secret"))
  }
}
