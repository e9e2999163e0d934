import Core
import Foundation
import Identity
import Persistence

/// The SQL of integrations: a service may have several applications, one of which is the default.
enum IntegrationStore {
  /// The name of the application that is there first.
  static let firstName = "default"

  /// A row.
  struct Record: Sendable {
    var name = IntegrationStore.firstName
    var title = ""
    var isDefault = true
    var clientID: String?
    var addresses = IntegrationAddresses()
    /// Values of the guide's fields that aren't secret.
    var fields: [String: String] = [:]
    var isEnabled = false
    var changedBy: PersonID?
    var changedAt: Date?
    /// Which write-only values the vault holds.
    var secrets: Set<String> = []
    /// The teams that chose it.
    var teams: [TeamID] = []

    var hasSecret: Bool { secrets.contains("client_secret") }
  }

  /// Whose secrets an application's are. The first one's owner is the kind alone, as it was when there was no other.
  static func owner(_ kind: String, _ name: String) -> SecretStore.Owner {
    .integration(name == firstName ? kind : "\(kind)/\(name)")
  }

  /// - Parameter name: `nil` for the default.
  static func read(_ kind: String, _ name: String?, in session: any Session) throws -> Record? {
    let wanted: Statement = name.map { "i.name = \($0)" } ?? "i.is_default = 1"
    return try session.row("select \(columns) from connection_integration i where i.kind = \(kind) and \(wanted)")
      .map { try record(kind, $0, in: session) }
  }

  /// Every application of a service, the default first.
  static func all(_ kind: String, in session: any Session) throws -> [Record] {
    try session.rows(
      "select \(columns) from connection_integration i where i.kind = \(kind) order by i.is_default desc, i.name"
    ).map { try record(kind, $0, in: session) }
  }

  /// The kinds with an application that is switched on.
  static func enabledKinds(in session: any Session) throws -> Set<String> {
    Set(
      try session.rows("select distinct kind from connection_integration where enabled = 1").map {
        try $0.string("kind")
      })
  }

  /// The application that a team's new connections use.
  static func chosen(_ kind: String, for team: TeamID, in session: any Session) throws -> String? {
    let own = try session.row(
      "select name from connection_integration_team where kind = \(kind) and team = \(team)")
    let row = try own ?? session.row("select name from connection_integration where kind = \(kind) and is_default = 1")
    return try row?.string("name")
  }

  static func write(_ record: Record, kind: String, by person: PersonID, at now: Date, in session: any Session) throws {
    let fields = JSONValue.object(
      JSONObject(record.fields.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
    try session.run(
      """
      insert into connection_integration (kind, name, title, is_default, client_id, authorization_url, token_url,
        endpoint, fields, enabled, changed_by, changed_at, version)
      values (\(kind), \(record.name), \(record.title), \(record.isDefault), \(record.clientID.sqlValue),
        \(record.addresses.authorizationURL.sqlValue), \(record.addresses.tokenURL.sqlValue),
        \(record.addresses.endpoint.sqlValue), \(fields), \(record.isEnabled), \(person), \(now), 1)
      on conflict (kind, name) do update set client_id = excluded.client_id, title = excluded.title,
        authorization_url = excluded.authorization_url, token_url = excluded.token_url, endpoint = excluded.endpoint,
        fields = excluded.fields, enabled = excluded.enabled, changed_by = excluded.changed_by,
        changed_at = excluded.changed_at, version = connection_integration.version + 1
      """)
  }

  static func setDefault(_ kind: String, _ name: String, in session: any Session) throws {
    try session.run("update connection_integration set is_default = 0 where kind = \(kind)")
    try session.run("update connection_integration set is_default = 1 where kind = \(kind) and name = \(name)")
  }

  static func setTeams(_ kind: String, _ name: String, _ teams: [TeamID], in session: any Session) throws {
    try session.run("delete from connection_integration_team where kind = \(kind) and name = \(name)")
    for team in teams {
      try session.run(
        """
        insert into connection_integration_team (kind, team, name) values (\(kind), \(team), \(name))
        on conflict (kind, team) do update set name = excluded.name
        """)
    }
  }

  static func remove(_ kind: String, _ name: String, in session: any Session) throws {
    try session.run("delete from connection_integration where kind = \(kind) and name = \(name)")
    try SecretStore.removeAll(of: owner(kind, name), in: session)
  }

  /// Lets connections that use the integration's client and were refused with its old values try again.
  static func forgive(connectors: [String], at now: Date, in session: any Session) throws {
    let usingIt: Statement = """
      state = 'misconfigured' and connector in \(list: connectors)
        and authentication like '{"kind":"oauth%' and authentication like '%"client_source":"integration"%'
      """
    try session.run(
      """
      update connection_connection set state = 'healthy', state_since = \(now), state_reason = null
      where \(usingIt) and exists (select 1 from connection_token t where t.connection = connection_connection.id
        and t.access is not null)
      """)
    try session.run(
      """
      update connection_connection set state = 'incomplete', state_since = \(now),
        state_reason = 'it has not been tried with the new values yet'
      where \(usingIt)
      """)
  }

  private static let columns: Statement = """
    i.name, i.title, i.is_default, i.client_id, i.authorization_url, i.token_url, i.endpoint, i.fields, i.enabled,
    i.changed_by, i.changed_at
    """

  private static func record(_ kind: String, _ row: Row, in session: any Session) throws -> Record {
    let name = try row.string("name")
    let fields = try row.json("fields").objectValue ?? [:]
    return Record(
      name: name, title: try row.string("title"), isDefault: try row.bool("is_default"),
      clientID: try row.stringIfAny("client_id"),
      addresses: IntegrationAddresses(
        endpoint: try row.stringIfAny("endpoint"), authorizationURL: try row.stringIfAny("authorization_url"),
        tokenURL: try row.stringIfAny("token_url")),
      fields: fields.reduce(into: [:]) { $0[$1.0] = $1.1.stringValue },
      isEnabled: try row.bool("enabled"), changedBy: try row.idIfAny("changed_by"),
      changedAt: try row.date("changed_at"),
      secrets: try SecretStore.names(of: owner(kind, name), in: session),
      teams: try session.rows(
        "select team from connection_integration_team where kind = \(kind) and name = \(name) order by team"
      ).map { try $0.id("team") })
  }
}
