import Connections
import Core
import Egress
import Foundation
import HTTPAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Logging
import NIOCore
import TestSupport

/// The routes of connections on a real room, with a provider that grants whatever is asked.
struct ConnectionsHarness: Sendable {
  let client: any TestClientProtocol

  private static let team: TeamID = ID(UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)))

  static func run(_ engine: StoreEngine, _ test: @Sendable (ConnectionsHarness) async throws -> Void) async throws {
    try await engine.withStore(ConnectionsSchema.migrations) { store in
      let effects = TestClock().effects()
      let vault = try Vault(keys: [VaultKey(bytes: Array(repeating: 7, count: 32))])
      var logger = Logger(label: "test")
      logger.logLevel = .critical
      let connections = Connections(
        store: store, effects: effects, sealer: vault.sealer, outbound: granting, directory: directory,
        settings: ConnectionsSettings(publicURL: "https://weir.test"), logger: logger)
      let settings = APISettings(
        version: "test", isSecure: true, effects: effects, authenticator: authenticator,
        metrics: PrometheusRegistry())
      let groups: [any EndpointGroup] = [
        IntegrationsEndpoints(integrations: connections.integrations), ConnectionsEndpoints(connections: connections),
        ConnectionsConsentEndpoints(connections: connections),
        ConnectionEventEndpoints(connections: connections), AuditEndpoints(trail: AuditTrail(store: store)),
        ConnectionNoticeEndpoints(
          notices: ConnectionNotices(
            store: store, effects: effects, sealer: vault.sealer,
            channels: ConnectionNoticeChannels(mail: { _, _, _ in }, post: { _, _, _ in 204 }),
            publicURL: "https://weir.test", logger: logger)),
      ]
      let responder = try APIResponder(groups, settings: settings)
      try await Application(responder: responder, logger: logger).test(.router) { client in
        try await test(ConnectionsHarness(client: client))
      }
    }
  }

  /// Lets the administrator enter and enable the integration.
  func enable() async throws {
    let change: JSONValue = ["clientId": "client", "clientSecret": "planted-client-secret"]
    try await send(.patch, "/rest/v1/integrations/fake", as: "administrator", change)
    try await send(.post, "/rest/v1/integrations/fake/enable", as: "administrator")
  }

  @discardableResult
  func send(
    _ method: HTTPRequest.Method, _ path: String, as caller: String?, _ json: JSONValue? = nil, cookie: String? = nil
  ) async throws -> TestResponse {
    var headers: HTTPFields = [:]
    if let caller { headers[.authorization] = "Bearer \(caller)" }
    if let cookie { headers[.cookie] = cookie }
    if json != nil { headers[.contentType] = "application/json" }
    return try await client.executeRequest(
      uri: path, method: method, headers: headers, body: json.map { ByteBuffer(bytes: $0.encoded()) })
  }

  private static let granting = Outbound { _ in
    let reply: JSONValue = [
      "access_token": "planted-access", "refresh_token": "planted-refresh", "token_type": "Bearer", "expires_in": 3600,
    ]
    return OutboundResponse(
      status: 200, headers: [.contentType: "application/json"], body: ByteStream(reply.encoded()))
  }

  private static var directory: ConnectorDirectory {
    var oauth = AuthenticationTemplate(.oauth2)
    oauth.authorizationURL = "https://login.fake.example/authorize"
    oauth.tokenURL = "https://login.fake.example/token"
    oauth.scopes = ["api"]
    return ConnectorDirectory([
      ConnectorSummary(
        id: "fakeConnector-v1.0", integration: "fake", title: "Fake", endpoint: "https://api.fake.example",
        authentications: [oauth], subscriptionKeyHeader: "Ocp-Apim-Subscription-Key")
    ])
  }

  private static let authenticator = Authenticator(
    bearer: { caller in
      Principal(
        person: ID(UUID(uuid: (UInt8(caller.utf8.count), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))),
        userName: caller, displayName: caller, siteRole: caller == "administrator" ? .administrator : .member,
        teams: TeamRole(rawValue: caller).map { [team: $0] } ?? [:], organizationTeam: team)
    }, session: { _ in throw SignInError.sessionOver }, sessionToken: { _ in nil })
}
