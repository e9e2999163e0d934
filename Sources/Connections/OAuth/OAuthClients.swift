import Core
import Foundation
import Persistence

/// Finds out with which client, addresses and scopes a connection goes to its service.
struct OAuthClients: Sendable {
  let store: any Store
  let secrets: SecretStore
  let directory: ConnectorDirectory

  /// - Parameter secrets: the connection's own, sealed.
  /// - Throws: ``ConnectionError`` when the client id is missing or the integration is switched off.
  func client(for connection: Connection, secrets sealed: [String: [UInt8]]) async throws -> OAuthClient {
    guard let settings = connection.authentication.oauth else { throw ConnectionError.notFound }
    let authentication = template(of: connection)?.clientAuthentication ?? .body
    switch settings.clientSource {
    case .connection:
      guard let id = settings.clientID, !id.isEmpty else {
        throw ConnectionError.incomplete(name: connection.name, reason: "it has no client id")
      }
      let own = try secrets.open(sealed.filter { $0.key == "client_secret" }, of: .connection(connection.id))
      return OAuthClient(
        id: id, secret: own["client_secret"], authentication: authentication, tokenURL: settings.tokenURL)
    case .integration:
      let (id, secret) = try await integrationClient(of: connection)
      return OAuthClient(
        id: id, secret: secret, authentication: authentication, tokenURL: try await tokenURL(of: connection))
    }
  }

  /// What the connector says about OAuth.
  func template(of connection: Connection) -> AuthenticationTemplate? {
    directory.find(connection.connector)?.template(.oauth2)
  }

  /// The scopes in the service's own writing.
  func scopes(of connection: Connection) -> String {
    let separator = template(of: connection)?.scopeSeparator ?? " "
    return (connection.authentication.oauth?.scopes ?? []).joined(separator: separator)
  }

  /// Where the person is sent to consent.
  func authorizationURL(of connection: Connection) async throws -> String {
    let settings = connection.authentication.oauth
    if settings?.clientSource == .connection, let url = settings?.authorizationURL { return url }
    let addresses = try await addresses(of: directory.find(connection.connector))
    guard let url = addresses.authorizationURL ?? template(of: connection)?.authorizationURL else {
      throw ConnectionError.incomplete(name: connection.name, reason: "its authorization URL is missing")
    }
    return url
  }

  /// The secret of an integration only ever goes where the administrator, or the catalogue, says.
  private func tokenURL(of connection: Connection) async throws -> String {
    let addresses = try await addresses(of: directory.find(connection.connector))
    guard let url = addresses.tokenURL ?? template(of: connection)?.tokenURL else {
      throw ConnectionError.incomplete(name: connection.name, reason: "its token URL is missing")
    }
    return url
  }

  /// What the administrator says about where the service is.
  func addresses(of connector: ConnectorSummary?) async throws -> IntegrationAddresses {
    guard let kind = connector?.integration else { return IntegrationAddresses() }
    return try await store.read { try IntegrationStore.read(kind, in: $0)?.addresses ?? IntegrationAddresses() }
  }

  private func integrationClient(of connection: Connection) async throws -> (id: String, secret: Secret?) {
    guard let connector = directory.find(connection.connector), let kind = connector.integration else {
      throw ConnectionError.incomplete(name: connection.name, reason: "its connector has no integration")
    }
    let (record, sealed) = try await store.read { session in
      (try IntegrationStore.read(kind, in: session), try SecretStore.sealed(of: .integration(kind), in: session))
    }
    guard let record, record.isEnabled, let id = record.clientID else {
      throw ConnectionError.integrationDisabled(connector.title)
    }
    return (id, try secrets.open(sealed, of: .integration(kind))["client_secret"])
  }
}
