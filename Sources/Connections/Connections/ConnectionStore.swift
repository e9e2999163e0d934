import Core
import Foundation
import Identity
import Persistence

/// The SQL of connections. Every function works within the caller's transaction.
enum ConnectionStore {
  private static let columns: Statement = """
    c.id, c.team, c.name, c.connector, c.endpoint, c.authentication, c.headers, c.settings, c.active,
    case when c.state = 'healthy' and c.tested = 0 then 'untested' else c.state end as state, c.state_since, c.state_reason, c.owner, c.created_at, c.changed_at, c.last_used_at, c.use_by,
    t.generation, case when t.refresh is null then 0 else 1 end as renewable,
    case when t.access is null then 0 else 1 end as has_token, t.expires_at,
    t.scopes, t.renewed_at
    """
  private static let tables: Statement =
    "connection_connection c join connection_token t on t.connection = c.id"

  static func find(_ id: ConnectionID, in session: any Session) throws -> Connection? {
    try session.row("select \(columns) from \(tables) where c.id = \(id)").map { try connection($0, in: session) }
  }

  static func find(named name: String, team: TeamID, in session: any Session) throws -> Connection? {
    let row = try session.row(
      "select \(columns) from \(tables) where c.team = \(team) and c.name_key = \(key(name))")
    return try row.map { try connection($0, in: session) }
  }

  /// By name.
  static func list(teams: [TeamID], in session: any Session) throws -> [Connection] {
    try session.rows("select \(columns) from \(tables) where c.team in \(list: teams) order by c.name_key, c.id")
      .map { try connection($0, in: session) }
  }

  /// Those of all teams that were made with one of these connectors, by name.
  static func list(connectors: [String], in session: any Session) throws -> [Connection] {
    guard !connectors.isEmpty else { return [] }
    return try session.rows(
      "select \(columns) from \(tables) where c.connector in \(list: connectors) order by c.name_key, c.id"
    ).map { try connection($0, in: session) }
  }

  static func insert(_ connection: Connection, in session: any Session) throws {
    try session.run(
      """
      insert into connection_connection (id, team, name, name_key, connector, endpoint, authentication, headers,
        settings, active, state, tested, state_since, state_reason, owner, created_at, changed_at, last_used_at, use_by, version)
      values (\(connection.id), \(connection.team), \(connection.name), \(key(connection.name)),
        \(connection.connector), \(connection.endpoint), \(AuthenticationCoding.encode(connection.authentication)),
        \(headers(connection.headers)), \(JSONValue.object(connection.settings)), \(connection.isActive),
        \(kept(connection.state).rawValue), \(connection.state != .untested), \(connection.health.since),
        \(connection.health.reason.sqlValue), \(connection.owner),
        \(connection.createdAt), \(connection.changedAt), \(connection.lastUsedAt.sqlValue),
        \(connection.use.json.sqlValue), 1)
      """)
    try session.run(
      """
      insert into connection_token (connection, generation, refresh_generation, renewed_at, lease_beat, fence, failures)
      values (\(connection.id), 0, 0, \(connection.createdAt), 0, 0, 0)
      """)
  }

  /// Writes everything that a person can change, and the health.
  static func update(_ connection: Connection, in session: any Session) throws {
    try session.run(
      """
      update connection_connection set name = \(connection.name), name_key = \(key(connection.name)),
        endpoint = \(connection.endpoint), authentication = \(AuthenticationCoding.encode(connection.authentication)),
        headers = \(headers(connection.headers)), settings = \(JSONValue.object(connection.settings)),
        active = \(connection.isActive), state = \(kept(connection.state).rawValue),
        tested = \(connection.state != .untested),
        state_since = \(connection.health.since), state_reason = \(connection.health.reason.sqlValue),
        changed_at = \(connection.changedAt), use_by = \(connection.use.json.sqlValue), version = version + 1
      where id = \(connection.id)
      """)
  }

  /// Notes how a connection stands, and what that means as an event. The moment it began stays while the state stays.
  static func setHealth(
    _ state: ConnectionState, reason: String?, of id: ConnectionID, at now: Date, in session: any Session
  ) throws {
    try ConnectionEventStore.noteChange(to: state, reason: reason, of: id, at: now, in: session)
    try session.run(
      """
      update connection_connection
      set state_since = case when state = \(kept(state).rawValue) and tested = 1 then state_since else \(now) end,
        state = \(kept(state).rawValue), tested = \(state != .untested), state_reason = \(reason.sqlValue)
      where id = \(id)
      """)
  }

  /// Writes what a consent told about the person.
  static func setAuthentication(
    _ authentication: Authentication, of id: ConnectionID, in session: any Session
  ) throws {
    try session.run(
      """
      update connection_connection set authentication = \(AuthenticationCoding.encode(authentication)),
        version = version + 1
      where id = \(id)
      """)
  }

  static func noteUse(of id: ConnectionID, at now: Date, in session: any Session) throws {
    try session.run("update connection_connection set last_used_at = \(now) where id = \(id)")
  }

  static func delete(_ id: ConnectionID, in session: any Session) throws {
    try session.run("delete from connection_connection where id = \(id)")
    try SecretStore.removeAll(of: .connection(id), in: session)
  }

  /// The first schema's rule for states knows no untested one: it is a healthy one with another mark.
  private static func kept(_ state: ConnectionState) -> ConnectionState { state == .untested ? .healthy : state }

  /// Under which names are the same.
  private static func key(_ name: String) -> String { name.lowercased() }

  private static func headers(_ headers: [ConnectionHeader]) -> JSONValue {
    .array(headers.map { .object(["name": .string($0.name), "value": JSONValue($0.value)]) })
  }

  private static func connection(_ row: Row, in session: any Session) throws -> Connection {
    let id: ConnectionID = try row.id("id")
    guard let authentication = AuthenticationCoding.decode(try row.json("authentication")) else {
      throw PersistenceError.unexpectedColumn("authentication", expected: "a known kind of authentication")
    }
    return Connection(
      id: id, team: try row.id("team"), name: try row.string("name"), connector: try row.string("connector"),
      endpoint: try row.string("endpoint"), authentication: authentication,
      headers: (try row.json("headers").arrayValue ?? []).compactMap { header in
        header["name"]?.stringValue.map { ConnectionHeader(name: $0, value: header["value"]?.stringValue) }
      },
      settings: try row.json("settings").objectValue ?? [:],
      storedSecrets: try SecretStore.names(of: .connection(id), in: session), isActive: try row.bool("active"),
      health: ConnectionHealth(
        try row.choice("state"), since: try row.date("state_since"), reason: try row.stringIfAny("state_reason")),
      token: try token(row), owner: try row.id("owner"), createdAt: try row.date("created_at"),
      changedAt: try row.date("changed_at"), lastUsedAt: try row.dateIfAny("last_used_at"),
      use: UseRule(try row.jsonIfAny("use_by")))
  }

  private static func token(_ row: Row) throws -> TokenSummary? {
    guard try row.bool("has_token") else { return nil }
    return TokenSummary(
      generation: try row.int("generation"), expiresAt: try row.dateIfAny("expires_at"),
      isRenewable: try row.bool("renewable"),
      scopes: try row.jsonIfAny("scopes")?.arrayValue?.compactMap(\.stringValue),
      renewedAt: try row.date("renewed_at"))
  }
}
