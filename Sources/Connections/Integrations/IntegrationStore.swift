import Core
import Foundation
import Identity
import Persistence

/// The SQL of integrations.
enum IntegrationStore {
  /// The application that serves every connection that has no own one; the only one so far.
  static let defaultName = "default"

  /// A row.
  struct Record: Sendable {
    var clientID: String?
    var addresses = IntegrationAddresses()
    var isEnabled = false
    var changedBy: PersonID?
    var changedAt: Date?
    var hasSecret = false
  }

  static func read(_ kind: String, in session: any Session) throws -> Record? {
    guard
      let row = try session.row(
        """
        select client_id, authorization_url, token_url, endpoint, enabled, changed_by, changed_at
        from connection_integration where kind = \(kind) and name = \(defaultName)
        """)
    else { return nil }
    return Record(
      clientID: try row.stringIfAny("client_id"),
      addresses: IntegrationAddresses(
        endpoint: try row.stringIfAny("endpoint"), authorizationURL: try row.stringIfAny("authorization_url"),
        tokenURL: try row.stringIfAny("token_url")),
      isEnabled: try row.bool("enabled"), changedBy: try row.idIfAny("changed_by"),
      changedAt: try row.date("changed_at"),
      hasSecret: try SecretStore.names(of: .integration(kind), in: session).contains("client_secret"))
  }

  static func write(_ record: Record, kind: String, by person: PersonID, at now: Date, in session: any Session) throws {
    try session.run(
      """
      insert into connection_integration (kind, name, client_id, authorization_url, token_url, endpoint, enabled,
        changed_by, changed_at, version)
      values (\(kind), \(defaultName), \(record.clientID.sqlValue), \(record.addresses.authorizationURL.sqlValue),
        \(record.addresses.tokenURL.sqlValue), \(record.addresses.endpoint.sqlValue), \(record.isEnabled), \(person),
        \(now), 1)
      on conflict (kind, name) do update set client_id = excluded.client_id,
        authorization_url = excluded.authorization_url, token_url = excluded.token_url, endpoint = excluded.endpoint,
        enabled = excluded.enabled, changed_by = excluded.changed_by, changed_at = excluded.changed_at,
        version = connection_integration.version + 1
      """)
  }

  /// Lets connections that use the integration's client and were refused with its old values try again.
  static func forgive(connectors: [String], at now: Date, in session: any Session) throws {
    let usingIt: Statement = """
      state = 'misconfigured' and connector in \(list: connectors)
        and authentication like '{"kind":"oauth2"%' and authentication like '%"client_source":"integration"%'
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
}
