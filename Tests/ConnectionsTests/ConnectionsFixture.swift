import Connections
import Core
import Egress
import Foundation
import Identity
import Logging
import Persistence
import Synchronization
import TestSupport

/// A room of connections on one database, with a provider at its other end.
struct ConnectionsFixture: Sendable {
  let provider: FakeProvider
  let store: any Store
  let clock: TestClock
  let vault: Vault
  let outbound: Outbound
  let connections: Connections
  let log: LogCapture

  static let team: TeamID = ID(UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)))
  static let connector = "fakeConnector-v1.0"

  /// Everything, on one engine.
  static func running(
    _ engine: StoreEngine, _ body: @escaping @Sendable (ConnectionsFixture) async throws -> Void
  ) async throws {
    try await FakeProvider.serving { provider in
      let service = try OutboundService(
        settings: OutboundSettings(
          rules: AddressRules(allowing: ["127.0.0.0/8"].compactMap { AllowedAddress($0) })),
        logger: Logger(label: "test"))
      do {
        try await engine.withStore(ConnectionsSchema.migrations) { store in
          try await body(try ConnectionsFixture(provider, store, service.outbound))
        }
      } catch {
        try await service.shutdown()
        throw error
      }
      try await service.shutdown()
    }
  }

  private init(_ provider: FakeProvider, _ store: any Store, _ outbound: Outbound) throws {
    self.provider = provider
    self.store = store
    self.outbound = outbound
    clock = TestClock()
    vault = try Vault(keys: [VaultKey(bytes: Array(0..<32))])
    log = LogCapture()
    connections = Self.make(provider, store, clock.effects(), vault, outbound, log)
  }

  /// A second process on the same database, with its own identity.
  func anotherProcess(effects: Effects? = nil) -> Connections {
    Self.make(provider, store, effects ?? clock.effects(seed: 2), vault, outbound, log)
  }

  private static func make(
    _ provider: FakeProvider, _ store: any Store, _ effects: Effects, _ vault: Vault, _ outbound: Outbound,
    _ log: LogCapture
  ) -> Connections {
    Connections(
      store: store, effects: effects, sealer: vault.sealer, outbound: outbound, directory: directory(provider),
      settings: ConnectionsSettings(publicURL: "https://weir.example"), logger: log.logger)
  }

  private static func directory(_ provider: FakeProvider) -> ConnectorDirectory {
    var oauth = AuthenticationTemplate(.oauth2)
    oauth.grants = [.authorizationCode, .clientCredentials, .password]
    oauth.authorizationURL = "\(provider.url)/authorize"
    oauth.tokenURL = "\(provider.url)/token"
    oauth.scopes = ["openid", "api", "offline_access"]
    oauth.authorizeParameters = ["access_type": "offline", "state": "mine"]
    var apiKey = AuthenticationTemplate(.apiKey)
    apiKey.apiKeyHeader = "X-Fake-Key"
    var summary = ConnectorSummary(
      id: connector, integration: "fake", title: "Fake", endpoint: "https://api.fake.example",
      authentications: [
        oauth, AuthenticationTemplate(.bearer), apiKey, AuthenticationTemplate(.basic), AuthenticationTemplate(.none),
      ],
      subscriptionKeyHeader: "Ocp-Apim-Subscription-Key", setup: "Ask them.")
    summary.fields = [
      IntegrationField(name: "uploads", title: "Uploads", standard: "https://uploads.fake.example"),
      IntegrationField(name: "folder", title: "Folder"),
    ]
    summary.addressFields = ["uploads"]
    return ConnectorDirectory([summary])
  }
}

extension ConnectionsFixture {
  static func principal(_ role: TeamRole?, site: SiteRole = .member, number: UInt8 = 1) -> Principal {
    Principal(
      person: ID(UUID(uuid: (number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))), userName: "person\(number)",
      displayName: "Person \(number)", siteRole: site, teams: role.map { [team: $0] } ?? [:], organizationTeam: team)
  }

  static let writer = principal(.write)
  static let administrator = principal(nil, site: .administrator, number: 9)

  func enableIntegration() async throws {
    let change = IntegrationChange(clientID: "fake-client", clientSecret: Secret("planted-client-secret"))
    try await connections.integrations.update("fake", change, as: Self.administrator)
    try await connections.integrations.setEnabled(true, "fake", as: Self.administrator)
  }

  /// A connection that a person has authorized.
  func connected(name: String = "Library") async throws -> Connection {
    try await enableIntegration()
    let connection = try await connections.create(
      in: Self.team, connector: Self.connector, ConnectionForm(name: name), as: Self.writer)
    return try await authorize(connection.id)
  }

  /// Goes through the consent page.
  @discardableResult
  func authorize(_ id: ConnectionID) async throws -> Connection {
    let start = try await connections.beginAuthorization(id, as: Self.writer)
    let query = Self.query(start.url)
    let code = provider.consent(challenge: query["code_challenge"] ?? "")
    return try await connections.completeAuthorization(
      AuthorizationReturn(state: query["state"], code: Secret(code)), browserNonce: start.browserNonce, as: Self.writer)
  }

  static func query(_ url: String) -> [String: String] {
    let items = URLComponents(string: url)?.queryItems ?? []
    return Dictionary(items.map { ($0.name, $0.value ?? "") }, uniquingKeysWith: { first, _ in first })
  }
}

extension Authorization {
  var bearer: String? {
    if case .bearer(let token) = credential { token.revealed } else { nil }
  }
}

/// Keeps everything that is logged, to look for secrets in it.
final class LogCapture: Sendable {
  private let lines = Mutex<[String]>([])

  var text: String { lines.withLock { $0.joined(separator: "\n") } }

  var logger: Logger {
    var logger = Logger(label: "test") { _ in Handler(capture: self) }
    logger.logLevel = .trace
    return logger
  }

  private struct Handler: LogHandler {
    let capture: LogCapture
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let line = "\(event.level) \(event.message) \(metadata) \(event.metadata ?? [:])"
      capture.lines.withLock { $0.append(line) }
    }
  }
}
