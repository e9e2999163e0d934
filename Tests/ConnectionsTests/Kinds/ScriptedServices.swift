import Connections
import Core
import Egress
import Foundation
import HTTPTypes
import Identity
import Logging
import Persistence
import Synchronization
import TestSupport

/// Services as a function from request to answer, without a network.
final class ScriptedServices: Sendable {
  struct Call: Sendable {
    let method: String
    let url: String
    let headers: HTTPFields
    let body: String

    /// The form in the body.
    var form: [String: String] { ConnectionsFixture.query("http://form/?" + body) }
  }

  private let calls = Mutex<[Call]>([])
  private let answers = Mutex<[@Sendable (Call) -> OutboundResponse?]>([])

  var log: [Call] { calls.withLock { $0 } }

  /// Adds an answer; the one added last is asked first.
  func on(_ part: String, _ answer: @escaping @Sendable (Call) -> OutboundResponse) {
    answers.withLock { $0.insert({ $0.url.contains(part) ? answer($0) : nil }, at: 0) }
  }

  func json(_ part: String, _ json: JSONValue, status: Int = 200) {
    on(part) { _ in Self.json(json, status: status) }
  }

  static func json(_ json: JSONValue, status: Int = 200) -> OutboundResponse {
    text(json.serialized(), type: "application/json", status: status)
  }

  static func text(_ text: String, type: String = "text/html", status: Int = 200) -> OutboundResponse {
    OutboundResponse(status: status, headers: [.contentType: type], body: ByteStream(Array(text.utf8)))
  }

  var outbound: Outbound {
    Outbound { [self] request in
      let body = if case .bytes(let bytes) = request.body { String(decoding: bytes, as: UTF8.self) } else { "" }
      let call = Call(method: request.method.rawValue, url: request.url, headers: request.headers, body: body)
      calls.withLock { $0.append(call) }
      let answers = answers.withLock { $0 }
      for answer in answers { if let response = answer(call) { return response } }
      throw OutboundError.unreachable(host: "nowhere", reason: "nobody is there", mayHaveReachedPeer: false)
    }
  }
}

/// A room of connections with scripted services at its other end.
struct ConnectionsBench: Sendable {
  let services = ScriptedServices()
  let clock = TestClock()
  let store: any Store
  let connections: Connections

  static let team = ConnectionsFixture.team
  static let writer = ConnectionsFixture.writer
  static let administrator = ConnectionsFixture.administrator

  static func running(
    _ engine: StoreEngine, _ connectors: [ConnectorSummary],
    _ body: @escaping @Sendable (ConnectionsBench) async throws -> Void
  ) async throws {
    try await engine.withStore(ConnectionsSchema.migrations) { store in
      try await body(try ConnectionsBench(store, connectors))
    }
  }

  /// On SQLite.
  static func running(
    _ connectors: [ConnectorSummary], _ body: @escaping @Sendable (ConnectionsBench) async throws -> Void
  ) async throws {
    try await running(.sqlite, connectors, body)
  }

  private init(_ store: any Store, _ connectors: [ConnectorSummary]) throws {
    self.store = store
    connections = Connections(
      store: store, effects: clock.effects(), sealer: try Vault(keys: [VaultKey(bytes: Array(0..<32))]).sealer,
      outbound: services.outbound, directory: ConnectorDirectory(connectors),
      settings: ConnectionsSettings(publicURL: "https://weir.example"), logger: Logger(label: "test"))
  }

  /// One connector with one way to sign in.
  static func connector(
    _ template: AuthenticationTemplate, guide: IntegrationGuide = IntegrationGuide(),
    fields: [IntegrationField] = []
  ) -> ConnectorSummary {
    var summary = ConnectorSummary(
      id: "quayConnector-v1.0", integration: [.oauth2, .oauth1].contains(template.kind) ? "quay" : nil, title: "Quay",
      endpoint: "https://api.quay.example", authentications: [template])
    summary.guide = guide
    summary.fields = fields
    return summary
  }

  /// An OAuth service at `quay.example`.
  static var oauth: AuthenticationTemplate {
    var template = AuthenticationTemplate(.oauth2)
    template.grants = [.authorizationCode]
    template.authorizationURL = "https://quay.example/authorize"
    template.tokenURL = "https://quay.example/token"
    template.scopes = ["read"]
    return template
  }

  func enable(application: String? = nil, id: String = "quay-client") async throws {
    let change = IntegrationChange(clientID: id, clientSecret: Secret("planted-secret-of-\(id)"))
    let integrations = connections.integrations
    try await integrations.update("quay", application: application, change, as: Self.administrator)
    try await integrations.setEnabled(true, "quay", application: application, as: Self.administrator)
  }

  func make(_ change: (inout ConnectionForm) -> Void = { _ in }, name: String = "Quay") async throws -> Connection {
    var form = ConnectionForm(name: name)
    change(&form)
    return try await connections.create(in: Self.team, connector: "quayConnector-v1.0", form, as: Self.writer)
  }

  /// Goes to the consent page and back with a code.
  func consent(_ id: ConnectionID, code: String = "planted-code") async throws -> Connection {
    let start = try await connections.beginAuthorization(id, as: Self.writer)
    return try await connections.completeAuthorization(
      AuthorizationReturn(state: ConnectionsFixture.query(start.url)["state"], code: Secret(code)),
      browserNonce: start.browserNonce, as: Self.writer)
  }
}
