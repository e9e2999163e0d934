import Core
import Foundation
import Identity
import Persistence
import Synchronization
import TestSupport
import Testing

@testable import Connections

@Suite struct ConnectionEventTests {
  private static func kinds(_ fixture: ConnectionsFixture, _ id: ConnectionID) async throws -> [String] {
    try await fixture.connections.events(of: id, as: ConnectionsFixture.writer).items.reversed().map(\.kind.rawValue)
  }

  private static func renew(_ fixture: ConnectionsFixture, _ id: ConnectionID) async throws {
    _ = try? await fixture.connections.access.authorization(for: id)
  }

  @Test(arguments: StoreEngine.tested)
  func whatHappensIsWrittenDownInOrderAndOnce(engine: StoreEngine) async throws {
    try await ConnectionsFixture.running(engine) { fixture in
      let id = try await fixture.connected().id
      fixture.clock.advance(by: .seconds(3600))
      try await Self.renew(fixture, id)
      fixture.clock.advance(by: .seconds(3601))
      fixture.provider.change {
        $0.canned = [(503, "text/html", "<h1>Away</h1>", [:]), (503, "text/plain", "no", [:])]
      }
      try await Self.renew(fixture, id)
      fixture.clock.advance(by: .seconds(301))
      try await Self.renew(fixture, id)
      fixture.clock.advance(by: .seconds(301))
      try await Self.renew(fixture, id)
      fixture.clock.advance(by: .seconds(3601))
      fixture.provider.revokeAll()
      try await Self.renew(fixture, id)
      #expect(
        try await Self.kinds(fixture, id)
          == ["connected", "refreshed", "failing", "recovered", "refreshed", "dead"])
      let page = try await fixture.connections.events(of: id, limit: 2, as: ConnectionsFixture.writer)
      #expect(page.items.map(\.kind) == [.dead, .refreshed])
      let rest = try await fixture.connections.events(of: id, after: page.next, as: ConnectionsFixture.writer)
      #expect(rest.items.count == 4)
      #expect(page.items[0].reason?.contains("planted-refresh") == false)
      let dead = try await fixture.connections.events(of: id, kinds: [.dead], as: ConnectionsFixture.writer)
      #expect(dead.items.count == 1)
      await #expect(throws: ConnectionError.notFound) {
        try await fixture.connections.events(of: id, as: ConnectionsFixture.principal(nil, number: 5))
      }
    }
  }

  /// What was sent, by way.
  private final class Ears: Sendable {
    let mails = Mutex<[(subject: String, text: String)]>([])
    let posts = Mutex<[(headers: [String: String], body: [UInt8])]>([])
    let status = Mutex(204)

    var channels: ConnectionNoticeChannels {
      ConnectionNoticeChannels(
        mail: { [self] _, subject, text in mails.withLock { $0.append((subject, text)) } },
        post: { [self] _, headers, body in
          posts.withLock { $0.append((headers, body)) }
          return status.withLock(\.self)
        })
    }
  }

  private static func notices(_ fixture: ConnectionsFixture, _ ears: Ears) -> ConnectionNotices {
    ConnectionNotices(
      store: fixture.store, effects: fixture.clock.effects(seed: 5), sealer: fixture.vault.sealer,
      channels: ears.channels, publicURL: "https://weir.example", logger: fixture.log.logger)
  }

  private static func set(_ state: ConnectionState, _ id: ConnectionID, _ fixture: ConnectionsFixture) async throws {
    let now = fixture.clock.now
    try await fixture.store.write {
      try ConnectionStore.setHealth(state, reason: "it says no", of: id, at: now, in: $0)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aRestlessConnectionIsToldOnceAndThenTogether(engine: StoreEngine) async throws {
    try await ConnectionsFixture.running(engine) { fixture in
      let id = try await fixture.connected().id
      let ears = Ears()
      let notices = Self.notices(fixture, ears)
      let target = NewConnectionNoticeTarget(kind: .email, address: Secret("anna@example.com"))
      _ = try await notices.add(target, to: ConnectionsFixture.team, as: ConnectionsFixture.writer)
      try await Self.set(.unavailable, id, fixture)
      try await notices.tell()
      #expect(ears.mails.withLock { $0.map(\.subject) } == ["Library can't be reached"])
      for _ in 0..<20 {
        try await Self.set(.healthy, id, fixture)
        try await Self.set(.unavailable, id, fixture)
        fixture.clock.advance(by: .seconds(10))
        try await notices.tell()
      }
      #expect(ears.mails.withLock { $0.count } == 1)
      fixture.clock.advance(by: .seconds(900))
      try await notices.tell()
      try await notices.tell()
      #expect(ears.mails.withLock { $0.count } == 2)
      #expect(ears.mails.withLock { $0.last?.text.components(separatedBy: "recovered").count } == 21)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aWebhookIsSignedAndTriedAgainUnderTheSameID(engine: StoreEngine) async throws {
    try await ConnectionsFixture.running(engine) { fixture in
      let id = try await fixture.connected().id
      let ears = Ears()
      let notices = Self.notices(fixture, ears)
      let new = NewConnectionNoticeTarget(
        connection: id, kind: .webhook, address: Secret("https://hooks.example/planted-address"))
      let made = try await notices.add(new, to: ConnectionsFixture.team, as: ConnectionsFixture.writer)
      let secret = try #require(made.secret)
      #expect(made.target.shown == "hooks.example")
      ears.status.withLock { $0 = 500 }
      try await Self.set(.needsReconnect, id, fixture)
      try await notices.tell()
      ears.status.withLock { $0 = 200 }
      fixture.clock.advance(by: .seconds(61))
      try await notices.tell()
      fixture.clock.advance(by: .seconds(4000))
      try await notices.tell()
      let posts = ears.posts.withLock(\.self)
      #expect(posts.count == 2)
      #expect(Set(posts.map { $0.headers["webhook-id"] }).count == 1)
      let last = try #require(posts.last)
      let time = try #require(last.headers["webhook-timestamp"].flatMap { Int($0) })
      let expected = WebhookSignature.headers(
        id: last.headers["webhook-id"] ?? "", time: time, body: last.body, secret: secret)
      #expect(last.headers["webhook-signature"] == expected["webhook-signature"])
      let body = try JSONValue(parsing: last.body)
      #expect(body["specversion"] == "1.0")
      #expect(body["type"] == "weir.connection.dead")
      #expect(body["data"]?["reason"] == "it says no")
      #expect(!fixture.log.text.contains("planted-address"))
      // Kept sealed.
      let rows = try await fixture.store.read { try $0.rows("select address, secret from connection_notice_target") }
      for row in rows {
        let address = try row.bytes("address")
        #expect(!address.contains(Array("planted-address".utf8)))
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func whatSomebodyIsToldChangesAndTheOldSecretEnds(engine: StoreEngine) async throws {
    try await ConnectionsFixture.running(engine) { fixture in
      let id = try await fixture.connected().id
      let ears = Ears()
      let notices = Self.notices(fixture, ears)
      let new = NewConnectionNoticeTarget(kind: .webhook, address: Secret("https://hooks.example/a"), windowSeconds: 0)
      let made = try await notices.add(new, to: ConnectionsFixture.team, as: ConnectionsFixture.writer)
      var change = ConnectionNoticeChange()
      change.events = [.recovered]
      change.address = Secret("https://elsewhere.example/b")
      change.renewsSecret = true
      for (principal, error) in [
        (ConnectionsFixture.principal(.read), "access_denied"),
        (ConnectionsFixture.principal(nil, number: 5), "connection_notice_target_not_found"),
      ] {
        let thrown = await #expect(throws: (any Error).self) {
          try await notices.change(made.target.id, change, as: principal)
        }
        #expect((thrown as? any CodedError)?.code == error)
      }
      let changed = try await notices.change(made.target.id, change, as: ConnectionsFixture.writer)
      #expect(changed.target.shown == "elsewhere.example" && changed.target.windowSeconds == 0)
      let secret = try #require(changed.secret)
      #expect(secret.revealed != made.secret?.revealed)
      try await Self.set(.unavailable, id, fixture)
      try await notices.tell()
      #expect(ears.posts.withLock { $0.isEmpty })
      try await Self.set(.healthy, id, fixture)
      try await notices.tell()
      let post = try #require(ears.posts.withLock { $0.last })
      let time = try #require(post.headers["webhook-timestamp"].flatMap { Int($0) })
      let expected = WebhookSignature.headers(
        id: post.headers["webhook-id"] ?? "", time: time, body: post.body, secret: secret)
      #expect(post.headers["webhook-signature"] == expected["webhook-signature"])
      change.address = Secret("nonsense")
      await #expect(throws: ConnectionNoticeError.self) {
        try await notices.change(made.target.id, change, as: ConnectionsFixture.writer)
      }
    }
  }

  @Test func aSignatureIsThatOfTheStandard() {
    // The vector of the Standard Webhooks specification's libraries.
    let secret = Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    let headers = WebhookSignature.headers(
      id: "msg_p5jXN8AQM9LWM0D4loKWxJek", time: 1_614_265_330, body: Array(#"{"test": 2432232314}"#.utf8),
      secret: secret)
    #expect(headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
  }

  @Test(arguments: [
    NewConnectionNoticeTarget(kind: .email, address: Secret("not an address")),
    NewConnectionNoticeTarget(kind: .webhook, address: Secret("ftp://x")),
    NewConnectionNoticeTarget(kind: .webhook, address: Secret("https://x"), secret: Secret("short")),
    NewConnectionNoticeTarget(kind: .webhook, address: Secret("https://x"), events: []),
    NewConnectionNoticeTarget(kind: .webhook, address: Secret("https://x"), windowSeconds: -1),
  ])
  func aWrongTargetIsRefused(target: NewConnectionNoticeTarget) {
    #expect(throws: ConnectionNoticeError.self) { try target.check() }
  }
}

extension [UInt8] {
  fileprivate func contains(_ other: [UInt8]) -> Bool { firstRange(of: other) != nil }
}
