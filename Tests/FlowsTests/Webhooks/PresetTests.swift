import Core
import Crypto
import Foundation
import TestSupport
import Testing

@testable import Flows

/// The senders whose rules are known, each with a call whose signature was made outside of Weir.
@Suite struct PresetTests {
  /// A call as the sender makes it, and when it is made.
  struct Vector: Sendable, CustomTestStringConvertible {
    let preset: WebhookPreset
    let secret: String
    var secondary: String?
    let headers: [String: String]
    let body: String
    let at: String

    var testDescription: String { "\(preset)" }
  }

  static let vectors: [Vector] = [
    // From GitHub's "Validating webhook deliveries".
    Vector(
      preset: .github, secret: "It's a Secret to Everybody",
      headers: [
        "X-Hub-Signature-256": "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
        "X-GitHub-Delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958", "X-GitHub-Event": "issues",
      ], body: "Hello, World!", at: "2026-01-01T00:00:00Z"),
    // Made with Python's hmac; a second, older scheme and a wrong signature beside the right one, as Stripe sends them.
    Vector(
      preset: .stripe, secret: "whsec_test_secret",
      headers: [
        "Stripe-Signature": "t=1492774577,v1=00ff,"
          + "v1=654b43d3508ecadb3f8cefc4bc7d3d2bdc5ba9e03bf2c89b2d0657a8e24e4543,v0=6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39"
      ], body: #"{"id":"evt_1","object":"event"}"#, at: "2017-04-21T11:36:17Z"),
    // From Slack's "Verifying requests from Slack".
    Vector(
      preset: .slack, secret: "8f742231b10e8888abcd99yyyzzz85a5",
      headers: [
        "X-Slack-Signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
        "X-Slack-Request-Timestamp": "1531420618", "Content-Type": "application/x-www-form-urlencoded",
      ],
      body: "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        + "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
        + "%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
      at: "2018-07-12T18:36:58Z"),
    // Made with Python's hmac.
    Vector(
      preset: .shopify, secret: "hush",
      headers: [
        "X-Shopify-Hmac-Sha256": "qBvrsZF7RfB1iS6BX6IHqJTp5L911P7intnPeTPsH0I=", "X-Shopify-Topic": "orders/create",
        "X-Shopify-Event-Id": "98880550-7158-44d4-b7cd-2c97c8a091b5",
      ], body: #"{"id":820982911946154508}"#, at: "2026-01-01T00:00:00Z"),
    // From the tests of Box's own SDK for Node.js, whose key is no longer the primary one here.
    Vector(
      preset: .box, secret: "another", secondary: "SamplePrimaryKey",
      headers: [
        "BOX-SIGNATURE-PRIMARY": "6TfeAW3A1PASkgboxxA5yqHNKOwFyMWuEXny/FPD5hI=",
        "BOX-SIGNATURE-SECONDARY": "v+1CD1Jdo3muIcbpv5lxxgPglOqMfsNHPV899xWYydo=",
        "BOX-DELIVERY-TIMESTAMP": "2020-01-01T00:00:00-07:00",
        "BOX-DELIVERY-ID": "f96bb54b-ee16-4fc5-aa65-8c2d9e5b546f",
      ],
      body: #"{"type":"webhook_event","webhook":{"id":"1234567890"},"trigger":"FILE.UPLOADED","#
        + #""source":{"id":"1234567890","type":"file","name":"Test.txt"}}"#, at: "2020-01-01T07:05:00Z"),
    // Made with Python's hmac.
    Vector(
      preset: .dropbox, secret: "app-secret",
      headers: ["X-Dropbox-Signature": "54fc65a8dad7a6a9c502851bc320c352ba7e65678a0d26d17850ab747c297d36"],
      body: #"{"list_folder":{"accounts":["dbid:AAH4f99T0taONIb-OurWxbNQ6ywGRopQngc"]},"delta":{"users":[12345678]}}"#,
      at: "2026-01-01T00:00:00Z"),
    Vector(
      preset: .meta, secret: "app-secret",
      headers: ["X-Hub-Signature-256": "sha256=e0ad5df322b95b30cb35917a381a2beb09fb9410e99fbfcd56d666e12e23fff8"],
      body: #"{"object":"page","entry":[{"id":"1","time":1520383571}]}"#, at: "2026-01-01T00:00:00Z"),
  ]

  @Test(arguments: vectors)
  func aGenuineCallStartsARun(vector: Vector) async throws {
    try await withPreset(vector) { fixture, flow, token, _ in
      let receipt = try await fixture.receive(vector.call(token))
      #expect(!receipt.isRepeat)
      let trigger = try await fixture.runs.trigger(of: receipt.run, as: fixture.principal)
      #expect(!trigger.serialized().lowercased().contains("signature"))
    }
  }

  @Test(arguments: vectors)
  func aChangedBodyAnotherSecretAndNoSignatureAreRefused(vector: Vector) async throws {
    try await withPreset(vector) { fixture, flow, token, _ in
      let changed = WebhookCall(token: token, headers: vector.headers, body: Array((vector.body + " ").utf8))
      let bare = WebhookCall(token: token, headers: [:], body: Array(vector.body.utf8))
      for call in [changed, bare] {
        let error = await #expect(throws: FlowError.self) { _ = try await fixture.webhooks.receive(call) }
        #expect(error?.code == "webhook_signature_refused")
      }
      try await fixture.flows.setWebhookSecret(flow.id, Secret("wrong"), as: fixture.principal)
      try await fixture.flows.setWebhookSecret(flow.id, nil, name: .secondary, as: fixture.principal)
      await #expect(throws: FlowError.self) { _ = try await fixture.webhooks.receive(vector.call(token)) }
      #expect(try await fixture.runs.list(flow: flow.id, as: fixture.principal).items.isEmpty)
    }
  }

  @Test(arguments: vectors.filter { [.stripe, .slack, .box].contains($0.preset) })
  func aCallThatIsTooOldOrFromTheFutureIsRefused(vector: Vector) async throws {
    try await withPreset(vector) { fixture, flow, token, clock in
      clock.advance(by: .seconds(601))
      await #expect(throws: FlowError.self) { _ = try await fixture.webhooks.receive(vector.call(token)) }
    }
    let early = Vector(
      preset: vector.preset, secret: vector.secret, secondary: vector.secondary, headers: vector.headers,
      body: vector.body, at: "2016-01-01T00:00:00Z")
    try await withPreset(early) { fixture, flow, token, _ in
      await #expect(throws: FlowError.self) { _ = try await fixture.webhooks.receive(vector.call(token)) }
    }
  }

  @Test(arguments: vectors.filter { [.github, .stripe, .shopify, .box].contains($0.preset) })
  func aDeliveryThatComesAgainStartsNothing(vector: Vector) async throws {
    try await withPreset(vector) { fixture, flow, token, _ in
      let first = try await fixture.receive(vector.call(token))
      let second = try await fixture.receive(vector.call(token))
      #expect(second.isRepeat && second.run == first.run)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func setUpsAreAnsweredWhileTheFlowIsOff(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(store: store, effects: .test())
      func token(_ preset: String) async throws -> (Flow, String) {
        let flow = try await fixture.flow(
          "name: \(preset)\ntrigger: {webhook: {preset: \(preset)}}\nsteps: [{id: a, action: weir/noop}]")
        return (flow, try await fixture.flows.webhook(of: flow.id, as: fixture.principal).token.revealed)
      }
      func ask(_ token: String, _ query: JSONObject) async throws -> WebhookAnswer {
        try await fixture.webhooks.receive(
          WebhookCall(token: token, method: "GET", headers: [:], query: query, body: []))
      }
      let (_, dropbox) = try await token("dropbox")
      #expect(try await ask(dropbox, ["challenge": "abc"]) == .text("abc"))
      await #expect(throws: FlowError.self) { _ = try await ask(dropbox, [:]) }
      let (flow, meta) = try await token("meta")
      let query: JSONObject = ["hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": "meat"]
      await #expect(throws: FlowError.self) { _ = try await ask(meta, query) }
      try await fixture.flows.setWebhookSecret(flow.id, Secret("meat"), name: .verify, as: fixture.principal)
      #expect(try await ask(meta, query) == .text("1158201444"))
      await #expect(throws: FlowError.self) { _ = try await ask(meta, query.merging(["hub.verify_token": "x"])) }
      let (_, github) = try await token("github")
      await #expect(throws: FlowError.methodRefused("GET")) { _ = try await ask(github, ["challenge": "x"]) }
    }
  }

  @Test func slacksChallengeIsAnsweredOnceItIsSigned() async throws {
    try await StoreEngine.sqlite.withStore(FlowsSchema.migrations) { store in
      let clock = TestClock()
      let fixture = try FlowFixture(store: store, effects: clock.effects())
      let flow = try await fixture.flow(
        "name: Slack\ntrigger: {webhook: {preset: slack}}\nsteps: [{id: a, action: weir/noop}]")
      try await fixture.flows.setWebhookSecret(flow.id, Secret("s"), as: fixture.principal)
      let token = try await fixture.flows.webhook(of: flow.id, as: fixture.principal).token.revealed
      let body = #"{"type":"url_verification","challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"}"#
      let time = "\(Int(clock.now.timeIntervalSince1970))"
      let code = PresetTests.hmac("s", "v0:\(time):\(body)")
      let call = WebhookCall(
        token: token,
        headers: [
          "X-Slack-Signature": "v0=\(code)", "X-Slack-Request-Timestamp": time, "Content-Type": "application/json",
        ], body: Array(body.utf8))
      let answer = try await fixture.webhooks.receive(call)
      #expect(answer == .text("3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"))
      let unsigned = WebhookCall(token: token, headers: [:], body: Array(body.utf8))
      await #expect(throws: FlowError.self) { _ = try await fixture.webhooks.receive(unsigned) }
    }
  }

  @Test func aPingOfGitHubStartsNothing() async throws {
    let vector = Self.vectors[0]
    try await withPreset(vector) { fixture, flow, token, _ in
      let headers = vector.headers.merging(["X-GitHub-Event": "ping"]) { $1 }
      let call = WebhookCall(token: token, headers: headers, body: Array(vector.body.utf8))
      let answer = try await fixture.webhooks.receive(call)
      let runs = try await fixture.runs.list(flow: flow.id, as: fixture.principal).items
      #expect(answer == .ignored(reason: "a ping"))
      #expect(runs.isEmpty)
    }
  }

  static func hmac(_ key: String, _ text: String) -> String {
    HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: Array(key.utf8)))
      .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private func withPreset(
    _ vector: Vector, _ body: @Sendable (FlowFixture, Flow, String, TestClock) async throws -> Void
  ) async throws {
    let now = try #require(Timestamp.parse(vector.at))
    for engine in StoreEngine.tested {
      try await engine.withStore(FlowsSchema.migrations) { store in
        let clock = TestClock(now: now)
        let fixture = try FlowFixture(store: store, effects: clock.effects())
        let flow = try await fixture.flow(
          "name: Hook\ntrigger: {webhook: {preset: \(vector.preset.rawValue)}}\nsteps: [{id: a, action: weir/noop}]")
        _ = try await fixture.flows.setActive(flow.id, true, as: fixture.principal)
        try await fixture.flows.setWebhookSecret(flow.id, Secret(vector.secret), as: fixture.principal)
        if let other = vector.secondary {
          try await fixture.flows.setWebhookSecret(flow.id, Secret(other), name: .secondary, as: fixture.principal)
        }
        let token = try await fixture.flows.webhook(of: flow.id, as: fixture.principal).token.revealed
        try await body(fixture, flow, token, clock)
      }
    }
  }
}

extension PresetTests.Vector {
  func call(_ token: String) -> WebhookCall {
    WebhookCall(token: token, headers: headers, body: Array(body.utf8))
  }
}
