import Core
import Foundation
import Identity
import Persistence

/// Finds out with which client, addresses and scopes a connection goes to its service.
struct OAuthClients: Sendable {
  let store: any Store
  let secrets: SecretStore
  let directory: ConnectorDirectory

  /// - Parameter secrets: the connection's own, sealed.
  /// - Throws: ``ConnectionError`` when the client id is missing or the integration is switched off.
  func client(for connection: Connection, secrets sealed: [String: [UInt8]]) async throws -> OAuthClient {
    let template = template(of: connection)
    let authentication = template?.clientAuthentication ?? .body
    var client: OAuthClient
    var endpoint = directory.find(connection.connector)?.endpoint
    switch connection.authentication {
    case .oauth2(let settings) where settings.clientSource == .connection:
      guard let id = settings.clientID, !id.isEmpty else {
        throw ConnectionError.incomplete(name: connection.name, reason: "it has no client id")
      }
      let values = values(connection, .init())
      client = OAuthClient(
        id: id, secret: try ownSecret(of: connection, sealed), authentication: authentication,
        tokenURL: try filled(settings.tokenURL, values, connection))
      endpoint = connection.endpoint
    case .oauth1(let settings) where settings.clientSource == .connection:
      guard let id = settings.clientID, !id.isEmpty else {
        throw ConnectionError.incomplete(name: connection.name, reason: "it has no consumer key")
      }
      client = OAuthClient(
        id: id, secret: try ownSecret(of: connection, sealed), authentication: authentication,
        tokenURL: template?.tokenURL ?? "")
    case .oauth2, .oauth1:
      let (id, secret, record) = try await integrationClient(of: connection)
      // The secret of an integration only ever goes where the administrator, or the catalogue, says.
      client = OAuthClient(
        id: id, secret: secret, authentication: authentication,
        tokenURL: try address(\.tokenURL, template?.tokenURL, "token URL", record, connection))
      endpoint = record.addresses.endpoint ?? endpoint
    case .session, .nextcloud:
      return OAuthClient(id: "", secret: nil, authentication: .body, tokenURL: connection.endpoint)
    case .none, .bearer, .apiKey, .basic, .aws, .ssh: throw ConnectionError.notFound
    }
    client.dialect = (template?.dialect ?? TokenDialect()).resolved(at: endpoint)
    return client
  }

  private func ownSecret(of connection: Connection, _ sealed: [String: [UInt8]]) throws -> Secret? {
    try secrets.open(sealed.filter { $0.key == "client_secret" }, of: .connection(connection.id))["client_secret"]
  }

  /// What the connector says about the connection's way to sign in.
  func template(of connection: Connection) -> AuthenticationTemplate? {
    directory.find(connection.connector)?.template(connection.authentication.kind)
  }

  /// The scopes in the service's own writing.
  func scopes(of connection: Connection) -> String {
    let separator = template(of: connection)?.scopeSeparator ?? " "
    let scopes = connection.authentication.oauth?.scopes ?? connection.authentication.oauth1?.scopes ?? []
    return scopes.joined(separator: separator)
  }

  /// Where the person is sent to consent.
  func authorizationURL(of connection: Connection) async throws -> String {
    if let settings = connection.authentication.oauth, settings.clientSource == .connection,
      let url = settings.authorizationURL
    {
      return try filled(url, values(connection, .init()), connection)
    }
    let record = try await record(of: connection)
    return try address(
      \.authorizationURL, template(of: connection)?.authorizationURL, "authorization URL", record, connection)
  }

  /// Another of the service's addresses, at the server where its token URL is: the administrator moves all of them with
  /// that one.
  func sibling(_ url: String, of connection: Connection, client: OAuthClient) async throws -> String {
    let standard = template(of: connection)?.tokenURL
    let url = try filled(url, values(connection, try await record(of: connection)), connection)
    guard let standard, let from = FieldRules.origin(standard), let to = FieldRules.origin(client.tokenURL), from != to,
      let own = FieldRules.origin(url), own == from, let address = URLComponents(string: url)
    else { return url }
    return to + address.percentEncodedPath + (address.percentEncodedQuery.map { "?\($0)" } ?? "")
  }

  /// A log-in with the connection's values.
  func sessionLogin(for connection: Connection, secrets sealed: [String: [UInt8]]) throws -> SessionLogin {
    guard let settings = connection.authentication.session, let template = template(of: connection)?.session else {
      throw ConnectionError.notFound
    }
    let opened = try secrets.open(sealed, of: .connection(connection.id))
    var values = Dictionary(
      template.fields.compactMap { field in field.standard.map { (field.name, $0) } }, uniquingKeysWith: { $1 }
    ).merging(settings.values) { $1 }
    for field in template.fields where field.isSecret {
      values[field.name] = opened[SessionSettings.secretName(field.name)]?.revealed
    }
    let hidden = template.fields.filter(\.isSecret).compactMap { opened[SessionSettings.secretName($0.name)] }
    return SessionLogin(
      template: template, settings: settings, values: values, secrets: hidden, endpoint: connection.endpoint)
  }

  /// The application that a team's new connections to a service use, with its addresses.
  /// - Parameter wanted: the one that somebody asks for by name.
  /// - Throws: ``ConnectionError/invalidField(_:reason:)`` when there is none of that name.
  func application(
    of connector: ConnectorSummary?, wanted: String?, team: TeamID
  ) async throws -> (name: String, addresses: IntegrationAddresses) {
    guard let kind = connector?.integration else { return (IntegrationStore.firstName, IntegrationAddresses()) }
    let found = try await store.read { session in
      let name = try wanted ?? IntegrationStore.chosen(kind, for: team, in: session) ?? IntegrationStore.firstName
      return (name, try IntegrationStore.read(kind, name, in: session))
    }
    if let wanted, wanted != IntegrationStore.firstName, found.1 == nil {
      throw ConnectionError.invalidField("application", reason: "there is no application \"\(wanted)\"")
    }
    return (found.0, found.1?.addresses ?? IntegrationAddresses())
  }

  private func address(
    _ own: KeyPath<IntegrationAddresses, String?>, _ standard: String?, _ what: String,
    _ record: IntegrationStore.Record, _ connection: Connection
  ) throws -> String {
    guard let url = record.addresses[keyPath: own] ?? standard else {
      throw ConnectionError.incomplete(name: connection.name, reason: "its \(what) is missing")
    }
    return try filled(url, values(connection, record), connection)
  }

  private func filled(_ url: String, _ values: AddressValues, _ connection: Connection) throws -> String {
    do {
      return try values.fill(url)
    } catch let missing {
      throw ConnectionError.incomplete(name: connection.name, reason: missing.reason)
    }
  }

  private func values(_ connection: Connection, _ record: IntegrationStore.Record) -> AddressValues {
    AddressValues(
      guide: directory.find(connection.connector)?.guide ?? IntegrationGuide(), entered: record.fields,
      own: connection.settings)
  }

  private func record(of connection: Connection) async throws -> IntegrationStore.Record {
    guard let kind = directory.find(connection.connector)?.integration else { return .init() }
    let name = connection.authentication.application
    return try await store.read { try IntegrationStore.read(kind, name, in: $0) } ?? .init()
  }

  private func integrationClient(
    of connection: Connection
  ) async throws -> (id: String, secret: Secret?, record: IntegrationStore.Record) {
    guard let connector = directory.find(connection.connector), let kind = connector.integration else {
      throw ConnectionError.incomplete(name: connection.name, reason: "its connector has no integration")
    }
    let name = connection.authentication.application ?? IntegrationStore.firstName
    let owner = IntegrationStore.owner(kind, name)
    let (record, sealed) = try await store.read { session in
      (try IntegrationStore.read(kind, name, in: session), try SecretStore.sealed(of: owner, in: session))
    }
    guard let record, record.isEnabled, let id = record.clientID else {
      throw ConnectionError.integrationDisabled(connector.title)
    }
    return (id, try secrets.open(sealed, of: owner)["client_secret"], record)
  }
}
