import Core
import Egress
import Foundation
import HTTPTypes
import Identity
import Persistence
import Synchronization
import TestSupport
import Testing

@testable import Connections

@Suite struct RevocationTests {
  /// A service that grants whatever is asked, and answers revocations with what stands in line.
  private final class Service: Sendable {
    struct Call: Sendable {
      let method: String
      let headers: HTTPFields
      let body: String
    }

    let calls = Mutex<[Call]>([])
    let answers: Mutex<[Int]>

    init(_ answers: [Int]) {
      self.answers = Mutex(answers)
    }

    var outbound: Outbound {
      Outbound { [self] request in
        var body = ""
        if case .bytes(let bytes) = request.body { body = String(decoding: bytes, as: UTF8.self) }
        guard request.url.hasSuffix("/revoke") else { return Self.granted }
        calls.withLock { $0.append(Call(method: request.method.rawValue, headers: request.headers, body: body)) }
        let status = answers.withLock { $0.isEmpty ? 200 : $0.removeFirst() }
        if status == 0 { throw OutboundError.timedOut(host: "revoke.example", mayHaveReachedPeer: true) }
        return OutboundResponse(status: status, headers: [:], body: ByteStream([]))
      }
    }

    private static var granted: OutboundResponse {
      let reply: JSONValue = [
        "access_token": "planted-access", "refresh_token": "planted-refresh", "token_type": "Bearer",
        "expires_in": 3600,
      ]
      return OutboundResponse(
        status: 200, headers: [.contentType: "application/json"], body: ByteStream(reply.encoded()))
    }
  }

  private static func deleting(
    _ engine: StoreEngine, _ style: RevocationRule.Style, answers: [Int],
    _ body: @escaping @Sendable (Connections, TestClock, any Store, Service, RevocationOutcome) async throws -> Void
  ) async throws {
    try await engine.withStore(ConnectionsSchema.migrations) { store in
      let (clock, service) = (TestClock(), Service(answers))
      var oauth = AuthenticationTemplate(.oauth2)
      oauth.grants = [.clientCredentials]
      oauth.tokenURL = "https://login.example/token"
      var summary = ConnectorSummary(
        id: "fakeConnector-v1.0", integration: "fake", title: "Fake", endpoint: "https://api.example",
        authentications: [oauth])
      summary.guide.revocation = RevocationRule(
        url: "https://login.example/revoke", method: style == .bearer ? "DELETE" : "POST", style: style)
      let connections = Connections(
        store: store, effects: clock.effects(), sealer: try Vault(keys: [VaultKey(bytes: Array(0..<32))]).sealer,
        outbound: service.outbound, directory: ConnectorDirectory([summary]),
        settings: ConnectionsSettings(publicURL: "https://weir.example"), logger: LogCapture().logger)
      let change = IntegrationChange(clientID: "fake client", clientSecret: Secret("planted-secret"))
      try await connections.integrations.update("fake", change, as: ConnectionsFixture.administrator)
      try await connections.integrations.setEnabled(true, "fake", as: ConnectionsFixture.administrator)
      let made = try await connections.create(
        in: ConnectionsFixture.team, connector: "fakeConnector-v1.0", ConnectionForm(name: "Drive"),
        as: ConnectionsFixture.writer)
      _ = try await connections.access.authorization(for: made.id)
      let outcome = try await connections.delete(made.id, as: ConnectionsFixture.writer)
      try await body(connections, clock, store, service, outcome)
    }
  }

  private static func left(_ store: any Store) async throws -> Int {
    try await store.read { try $0.count("select count(*) as n from connection_revocation") }
  }

  @Test(arguments: StoreEngine.tested)
  func aDeletedConnectionGivesItsGrantBack(engine: StoreEngine) async throws {
    try await Self.deleting(engine, .formToken, answers: [200]) { _, _, store, service, outcome in
      #expect(outcome == .revoked)
      let calls = service.calls.withLock(\.self)
      let call = try #require(calls.first)
      #expect(call.method == "POST")
      #expect(call.body == "token=planted-refresh&client_id=fake%20client&client_secret=planted-secret")
      let left = try await Self.left(store)
      #expect(left == 0)
    }
  }

  @Test(arguments: [RevocationRule.Style.bearer, .basicFormToken])
  func theStylesOfServicesAreKept(style: RevocationRule.Style) async throws {
    try await Self.deleting(.sqlite, style, answers: [204]) { _, _, _, service, _ in
      let calls = service.calls.withLock(\.self)
      let call = try #require(calls.first)
      switch style {
      case .bearer:
        #expect(call.method == "DELETE" && call.body.isEmpty)
        #expect(call.headers[.authorization] == "Bearer planted-access")
      default:
        #expect(call.body == "token=planted-refresh")
        #expect(call.headers[.authorization]?.hasPrefix("Basic ") == true)
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aServiceThatIsAwayIsAskedAgainUntilItAnswers(engine: StoreEngine) async throws {
    try await Self.deleting(engine, .formToken, answers: [0, 503, 200]) { connections, clock, store, service, outcome in
      guard case .later = outcome else { throw Unexpected(outcome: outcome) }
      try await connections.revoker.sweep()
      #expect(service.calls.withLock(\.count) == 1, "not before its time")
      clock.advance(by: .seconds(61))
      try await connections.revoker.sweep()
      clock.advance(by: .seconds(121))
      try await connections.revoker.sweep()
      #expect(service.calls.withLock(\.count) == 3)
      let left = try await Self.left(store)
      #expect(left == 0)
      let log = try await AuditTrail(store: store).entries(
        AuditFilter(), as: ConnectionsFixture.principal(.manager)
      ).items.map(\.entry.action)
      #expect(log.prefix(3) == ["connection.revoked", "connection.revocation_delayed", "connection.deleted"])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aRefusalIsSaidAndNotRepeated(engine: StoreEngine) async throws {
    try await Self.deleting(engine, .formToken, answers: [400]) { _, _, store, _, outcome in
      #expect(outcome == .refused(reason: "it answered with status 400"))
      let left = try await Self.left(store)
      #expect(left == 0)
    }
  }
}

private struct Unexpected: Error {
  let outcome: RevocationOutcome
}
