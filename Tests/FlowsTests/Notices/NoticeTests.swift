import Core
import Crypto
import Flows
import Foundation
import Identity
import Persistence
import Synchronization
import TestSupport
import Testing

@Suite struct NoticeTests {
  /// What was told.
  final class Ears: Sendable {
    struct Post: Sendable {
      let url: String
      let headers: [String: String]
      let body: [UInt8]
    }

    private let state = Mutex((mails: [(to: [String], subject: String, text: String)](), posts: [Post](), status: 200))

    var mails: [(to: [String], subject: String, text: String)] { state.withLock(\.mails) }
    var posts: [Post] { state.withLock(\.posts) }
    func answer(_ status: Int) { state.withLock { $0.status = status } }

    var channels: NoticeChannels {
      NoticeChannels(
        mail: { to, subject, text in self.state.withLock { $0.mails.append((to, subject, text)) } },
        post: { url, headers, body in
          self.state.withLock { state in
            state.posts.append(Post(url: url, headers: headers, body: body))
            return state.status
          }
        })
    }
  }

  struct House {
    let fixture: FlowFixture
    let flow: Flow
    let clock: TestClock
    let ears: Ears
    let notices: Notices

    func end(_ runs: Int = 1, as state: String) async throws {
      for _ in 0..<runs {
        let run = try await fixture.flows.run(flow.id, as: fixture.principal).id
        let now = clock.now
        let failure: JSONValue = ["code": "shop_closed", "message": "The shop <is> closed."]
        try await fixture.store.write { session in
          try session.run(
            """
            update flow_run set state = \(state), ended_at = \(now), ready_at = null,
              failed_path = case when \(state) = 'failed' then 'up' end,
              failure = case when \(state) = 'failed' then \(failure) end
            where id = \(run)
            """)
        }
      }
    }

    func add(_ kind: NoticeTarget.Kind, _ address: String, window: Int = 900) async throws -> Secret? {
      try await notices.add(
        NewNoticeTarget(kind: kind, address: Secret(address), windowSeconds: window), to: fixture.team,
        as: fixture.principal
      ).secret
    }
  }

  private func house(_ engine: StoreEngine, _ body: @Sendable (House) async throws -> Void) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let clock = TestClock()
      let effects = clock.effects()
      let fixture = try FlowFixture(store: store, effects: effects)
      let ears = Ears()
      let notices = Notices(
        store: store, effects: effects, sealer: fixture.sealer, channels: ears.channels,
        publicURL: "https://weir.test")
      let flow = try await fixture.flow("{name: Shop, steps: [{id: up, action: weir/noop}]}")
      try await body(House(fixture: fixture, flow: flow, clock: clock, ears: ears, notices: notices))
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aHundredFailuresAreOneNoticeAndTheRestAnother(engine: StoreEngine) async throws {
    try await house(engine) { house in
      _ = try await house.add(.email, "ann@example.com, bob@example.com")
      try await house.end(as: "failed")
      #expect(try await house.notices.tell() == 1)
      #expect(house.ears.mails[0].to == ["ann@example.com", "bob@example.com"])
      #expect(house.ears.mails[0].subject == "Shop: a run failed")
      #expect(house.ears.mails[0].text.contains("step \"up\": The shop <is> closed."))
      try await house.end(100, as: "failed")
      for _ in 0..<3 { #expect(try await house.notices.tell() == 0) }
      house.clock.advance(by: .seconds(899))
      #expect(try await house.notices.tell() == 0)
      house.clock.advance(by: .seconds(1))
      #expect(try await house.notices.tell() == 1)
      #expect(house.ears.mails[1].subject == "Shop: 100 runs failed")
      #expect(house.ears.mails[1].text.contains("101 runs failed since"))
      house.clock.advance(by: .seconds(3600))
      #expect(try await house.notices.tell() == 0)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aRecoveryIsToldOnce(engine: StoreEngine) async throws {
    try await house(engine) { house in
      _ = try await house.add(.slack, "https://hooks.slack.test/services/x")
      try await house.end(as: "succeeded")
      #expect(try await house.notices.tell() == 0)
      try await house.end(2, as: "failed")
      #expect(try await house.notices.tell() == 1)
      house.clock.advance(by: .seconds(10))
      try await house.end(3, as: "succeeded")
      #expect(try await house.notices.tell() == 1)
      #expect(try await house.notices.tell() == 0)
      let texts = try house.ears.posts.map { try JSONValue(parsing: $0.body)["text"]?.stringValue ?? "" }
      #expect(texts.count == 2)
      #expect(texts[0].hasPrefix("Shop: 2 runs failed") && texts[0].contains("The shop &lt;is&gt; closed."))
      #expect(texts[1].hasPrefix("Shop: runs succeed again") && texts[1].contains("2 runs had failed"))
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aWebhookIsSignedWithTheSecretThatWasShown(engine: StoreEngine) async throws {
    try await house(engine) { house in
      let secret = try #require(try await house.add(.webhook, "https://ops.test/weir"))
      try await house.end(as: "failed")
      try await house.notices.tell()
      let post = try #require(house.ears.posts.first)
      let header = try #require(post.headers["weir-signature"])
      let time = Int(house.clock.now.timeIntervalSince1970)
      let code = HMAC<SHA256>.authenticationCode(
        for: Array("\(time).".utf8) + post.body, using: SymmetricKey(data: Array(secret.revealed.utf8)))
      #expect(header == "t=\(time),v1=" + code.map { String(format: "%02x", $0) }.joined())
      let body = try JSONValue(parsing: post.body)
      #expect(body["event"] == "flow.failed" && body["count"] == 1 && body["step"] == "up")
      #expect(body["link"]?.stringValue?.hasPrefix("https://weir.test/app/activity/") == true)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aTargetThatMissedWhatOthersHeardIsToldAgainByItself(engine: StoreEngine) async throws {
    try await house(engine) { house in
      _ = try await house.add(.email, "ann@example.com")
      _ = try await house.add(.webhook, "https://ops.test/weir")
      house.ears.answer(503)
      try await house.end(as: "failed")
      #expect(try await house.notices.tell() == 1)
      house.clock.advance(by: .seconds(900))
      try await house.end(2, as: "failed")
      #expect(try await house.notices.tell() == 1)
      house.ears.answer(200)
      house.clock.advance(by: .seconds(61))
      #expect(try await house.notices.tell() == 1)
      #expect(house.ears.mails.map(\.subject) == ["Shop: a run failed", "Shop: 2 runs failed"])
      let last = try JSONValue(parsing: try #require(house.ears.posts.last).body)
      #expect(last["count"] == 3 && last["total"] == 3 && last["event"] == "flow.failed")
      house.clock.advance(by: .seconds(3600))
      #expect(try await house.notices.tell() == 0)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aTargetThatNeverListensIsGivenUp(engine: StoreEngine) async throws {
    try await house(engine) { house in
      _ = try await house.add(.email, "ann@example.com")
      _ = try await house.add(.webhook, "https://ops.test/weir")
      house.ears.answer(503)
      try await house.end(as: "failed")
      for _ in 0..<20 {
        _ = try await house.notices.tell()
        house.clock.advance(by: .seconds(3601))
      }
      #expect(house.ears.posts.count == 8 && house.ears.mails.count == 1)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func whatNobodyTookIsToldAgainLater(engine: StoreEngine) async throws {
    try await house(engine) { house in
      _ = try await house.add(.webhook, "https://ops.test/weir")
      house.ears.answer(503)
      try await house.end(as: "failed")
      #expect(try await house.notices.tell() == 0)
      #expect(try await house.notices.tell() == 0)
      #expect(house.ears.posts.count == 1)
      house.ears.answer(200)
      house.clock.advance(by: .seconds(61))
      #expect(try await house.notices.tell() == 1)
      #expect(house.ears.posts.count == 2)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func addressesRestSealedAndWrongOnesAreRefused(engine: StoreEngine) async throws {
    try await house(engine) { house in
      let principal = house.fixture.principal
      for (kind, address) in [
        (NoticeTarget.Kind.email, "nobody"), (.email, "a@b@c"), (.email, "a@b\r\nRCPT TO:<x@y>"), (.slack, "ftp://x"),
      ] {
        await #expect(throws: NoticeError.self) {
          try await house.notices.add(
            NewNoticeTarget(kind: kind, address: Secret(address)), to: house.fixture.team, as: principal)
        }
      }
      _ = try await house.add(.slack, "https://hooks.slack.test/services/very-secret")
      let targets = try await house.notices.targets(of: house.fixture.team, as: principal)
      #expect(targets.map(\.shown) == ["hooks.slack.test"])
      let reader = house.fixture.principal(role: .read)
      await #expect(throws: (any Error).self) { try await house.notices.remove(targets[0].id, as: reader) }
      try await house.notices.remove(targets[0].id, as: principal)
      #expect(try await house.notices.targets(of: house.fixture.team, as: principal).isEmpty)
    }
  }
}
