import Core
import Foundation
import Identity
import Persistence

/// The SQL of who is told of connections.
struct ConnectionNoticeTargetStore {
  let session: any Session

  /// What is needed to tell somebody.
  struct Sealed: Sendable {
    let target: ConnectionNoticeTarget
    let address: [UInt8]
    let secret: [UInt8]?
  }

  private static let selection: Statement = """
    select id, team, connection, kind, address, secret, shown, events, window_seconds, created_at
    from connection_notice_target
    """

  func insert(_ sealed: Sealed, by person: PersonID) throws {
    let target = sealed.target
    let events = JSONValue.array(target.events.map { .string($0.rawValue) })
    try session.run(
      """
      insert into connection_notice_target (id, team, connection, kind, address, secret, shown, events, window_seconds,
        created_at, created_by)
      values (\(target.id), \(target.team), \(target.connection.sqlValue), \(target.kind.rawValue), \(sealed.address),
        \(sealed.secret.sqlValue), \(target.shown), \(events), \(target.windowSeconds), \(target.createdAt), \(person))
      """)
  }

  /// Writes what can change of a target.
  func update(_ sealed: Sealed) throws {
    let target = sealed.target
    let events = JSONValue.array(target.events.map { .string($0.rawValue) })
    try session.run(
      """
      update connection_notice_target set address = \(sealed.address), secret = \(sealed.secret.sqlValue),
        shown = \(target.shown), events = \(events), window_seconds = \(target.windowSeconds)
      where id = \(target.id)
      """)
  }

  func target(_ id: ConnectionNoticeTargetID) throws -> Sealed {
    guard let row = try session.row("\(Self.selection) where id = \(id)") else {
      throw ConnectionNoticeError.noSuchTarget
    }
    return try Self.sealed(row)
  }

  /// Those of a team, the team's own first.
  func targets(of team: TeamID) throws -> [ConnectionNoticeTarget] {
    try session.rows(
      "\(Self.selection) where team = \(team) order by connection is not null, connection, created_at, id"
    )
    .map { try Self.sealed($0).target }
  }

  /// Those who hear of a connection.
  func targets(of connection: ConnectionID, team: TeamID) throws -> [ConnectionNoticeTarget] {
    try session.rows(
      "\(Self.selection) where team = \(team) and (connection is null or connection = \(connection)) order by id"
    ).map { try Self.sealed($0).target }
  }

  func delete(_ id: ConnectionNoticeTargetID) throws {
    try session.run("delete from connection_notice_target where id = \(id)")
  }

  private static func sealed(_ row: Row) throws -> Sealed {
    let events = (try row.json("events").arrayValue ?? []).compactMap(\.stringValue)
    let target = ConnectionNoticeTarget(
      id: try row.id("id"), team: try row.id("team"), connection: try row.idIfAny("connection"),
      kind: try row.choice("kind"), shown: try row.string("shown"),
      events: events.compactMap(ConnectionEvent.Kind.init(rawValue:)), windowSeconds: try row.int("window_seconds"),
      createdAt: try row.date("created_at"))
    return Sealed(target: target, address: try row.bytes("address"), secret: try row.bytesIfAny("secret"))
  }
}
