import Core
import Crypto
import Flows
import Foundation
import TestSupport
import Testing

/// Calls from other systems: what starts a run, and what is refused.
@Suite struct WebhookTests {
  @Test(arguments: StoreEngine.tested)
  func anAcceptedCallIsARunWithItsPayload(engine: StoreEngine) async throws {
    try await withFlow(engine, "webhook") { fixture, flow, token in
      let receipt = try await fixture.receive(
        WebhookCall(
          token: token,
          headers: ["Content-Type": "application/json", "X-Kind": "new", "Authorization": "Bearer secret"],
          query: ["a": "b"], body: Array(#"{"file": "a.jpg"}"#.utf8)))
      let trigger = try await fixture.runs.trigger(of: receipt.run, as: fixture.principal)
      #expect(trigger["body"] == ["file": "a.jpg"])
      #expect(trigger["headers"]?["x-kind"] == "new")
      #expect(trigger["headers"]?["authorization"] == nil)
      #expect(trigger["query"] == ["a": "b"])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func formsTextsAndBrokenBodiesAreToldApart(engine: StoreEngine) async throws {
    try await withFlow(engine, "webhook") { fixture, _, token in
      func body(_ type: String, _ bytes: [UInt8]) async throws -> JSONValue? {
        let call = WebhookCall(token: token, headers: ["content-type": type], body: bytes)
        let receipt = try await fixture.receive(call)
        return try await fixture.runs.trigger(of: receipt.run, as: fixture.principal)["body"]
      }
      let form = try await body("application/x-www-form-urlencoded", Array("a=1+2&b=%C3%BC&b=x".utf8))
      #expect(form == ["a": "1 2", "b": ["ü", "x"]])
      #expect(try await body("text/plain", Array("hello".utf8)) == "hello")
      #expect(try await body("", []) == .null)
      await #expect(throws: FlowError.self) { _ = try await body("application/json", Array("{".utf8)) }
      await #expect(throws: FlowError.self) { _ = try await body("text/plain", [0xFF, 0xFE]) }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func unknownAddressesAndFlowsThatAreOffAreRefused(engine: StoreEngine) async throws {
    try await withFlow(engine, "webhook") { fixture, flow, token in
      await #expect(throws: FlowError.noSuchWebhook) {
        _ = try await fixture.receive(WebhookCall(token: token + "x", headers: [:], body: []))
      }
      _ = try await fixture.flows.setActive(flow.id, false, as: fixture.principal)
      await #expect(throws: FlowError.inactive) {
        _ = try await fixture.receive(WebhookCall(token: token, headers: [:], body: []))
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func anEventThatComesTwiceStartsOneRun(engine: StoreEngine) async throws {
    try await withFlow(engine, "{webhook: {eventId: {header: X-Event}}}") { fixture, flow, token in
      let call = WebhookCall(token: token, headers: ["X-Event": "e1"], body: [])
      let receipts = try await withThrowingTaskGroup(of: WebhookReceipt.self) { group in
        for _ in 0..<6 { group.addTask { try await fixture.receive(call) } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(Set(receipts.map(\.run)).count == 1)
      #expect(receipts.count { !$0.isRepeat } == 1)
      #expect(try await fixture.runs.list(flow: flow.id, as: fixture.principal).items.count == 1)
      let other = WebhookCall(token: token, headers: ["X-Event": "e2"], body: [])
      #expect(try await fixture.receive(other).isRepeat == false)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func onlySignedCallsPass(engine: StoreEngine) async throws {
    let rule = """
      {webhook: {signature: {header: X-Sign, prefix: "sha256=", timestampHeader: X-Time, tolerance: 5m}}}
      """
    try await withFlow(engine, rule) { fixture, flow, token in
      let body = Array(#"{"a":1}"#.utf8)
      let now = Int64(fixture.effects.now().timeIntervalSince1970)
      @Sendable func receive(_ secret: String, time: Int64, body sent: [UInt8]? = nil, prefix: String = "sha256=")
        async throws
      {
        let code = HMAC<SHA256>.authenticationCode(
          for: Array("\(time).".utf8) + body, using: SymmetricKey(data: Array(secret.utf8)))
        let hex = code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        _ = try await fixture.receive(
          WebhookCall(
            token: token, headers: ["X-Sign": prefix + hex, "X-Time": String(time)], body: sent ?? body))
      }
      await #expect(throws: FlowError.signatureSecretMissing) { try await receive("s3cret!", time: now) }
      try await fixture.flows.setWebhookSecret(flow.id, Secret("s3cret!"), as: fixture.principal)
      try await receive("s3cret!", time: now)
      try await receive("s3cret!", time: now - 299)
      for attempt in [
        { try await receive("other", time: now) }, { try await receive("s3cret!", time: now - 301) },
        { try await receive("s3cret!", time: now + 301) },
        { try await receive("s3cret!", time: now, body: Array(#"{"a":2}"#.utf8)) },
        { try await receive("s3cret!", time: now, prefix: "") },
        { _ = try await fixture.receive(WebhookCall(token: token, headers: [:], body: body)) },
      ] as [@Sendable () async throws -> Void] {
        let error = await #expect(throws: FlowError.self) { try await attempt() }
        #expect(error?.code == "webhook_signature_refused")
      }
      #expect(try await fixture.runs.list(flow: flow.id, as: fixture.principal).items.count == 2)
    }
  }

  private func withFlow(
    _ engine: StoreEngine, _ trigger: String, _ body: @Sendable (FlowFixture, Flow, String) async throws -> Void
  ) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(store: store, effects: .test())
      let flow = try await fixture.flow("name: Hook\ntrigger: \(trigger)\nsteps: [{id: a, action: weir/noop}]")
      _ = try await fixture.flows.setActive(flow.id, true, as: fixture.principal)
      let token = try await fixture.flows.webhook(of: flow.id, as: fixture.principal).token.revealed
      try await body(fixture, flow, token)
    }
  }
}
