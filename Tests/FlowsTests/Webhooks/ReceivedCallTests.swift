import Core
import Foundation
import Identity
import Persistence
import TestSupport
import Testing

@testable import Flows

/// The list of calls: what is kept, what is hidden, and doing one again.
@Suite struct ReceivedCallTests {
  @Test(arguments: StoreEngine.tested)
  func everyCallIsListedWithWhatBecameOfIt(engine: StoreEngine) async throws {
    try await withHook(engine, "{webhook: {key: {header: X-Key}, eventId: {member: event.id}}}") {
      fixture, calls, flow, clock, send in
      try await fixture.flows.setWebhookSecret(flow.id, Secret("k3y-of-ours"), as: fixture.principal)
      let good = ["X-Key": "k3y-of-ours", "Content-Type": "application/json", "X-Auth-Token": "abcdefgh"]
      _ = try await send(good, #"{"event":{"id":1},"password":"hunter22"}"#)
      clock.advance(by: .seconds(1))
      _ = try await send(good, #"{"event":{"id":1}}"#)
      clock.advance(by: .seconds(1))
      await #expect(throws: FlowError.self) { _ = try await send(["X-Key": "wrong"], "{}") }
      clock.advance(by: .seconds(1))
      await #expect(throws: FlowError.self) { _ = try await send(good, "{") }
      let listed = try await calls.list(flow: flow.id, as: fixture.principal).items
      #expect(listed.map(\.outcome) == [.refused, .refused, .repeated, .accepted])
      #expect(listed.map(\.status) == [400, 401, 202, 202])
      #expect(listed.map(\.code) == ["webhook_payload_refused", "webhook_signature_refused", nil, nil])
      #expect(listed[2].runs == listed[3].runs)
      #expect(calls.body(of: listed[3]) == ["event": ["id": 1], "password": "•••"])
      let shown = JSONValue.object(listed[3].headers).serialized()
      #expect(!shown.contains("k3y-of-ours") && !shown.contains("abcdefgh") && shown.contains("x-key"))
      #expect(try await calls.list(outcome: .repeated, as: fixture.principal).items == [listed[2]])
      let page = try await calls.list(limit: 3, as: fixture.principal)
      #expect(try await calls.list(after: page.next, limit: 3, as: fixture.principal).items == [listed[3]])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aCallIsDoneAgainAlsoWhenItWasRefused(engine: StoreEngine) async throws {
    try await withHook(engine, "{webhook: {key: {query: key}, eventId: {member: id}}}") {
      fixture, calls, flow, clock, send in
      try await fixture.flows.setWebhookSecret(flow.id, Secret("k3y-of-ours"), as: fixture.principal)
      await #expect(throws: FlowError.self) { _ = try await send(["content-type": "application/json"], #"{"id":"a"}"#) }
      let refused = try await calls.list(as: fixture.principal).items[0]
      // Nobody reads the body of a caller who shows no key.
      #expect(refused.body == nil)
      let accepted = try await fixture.receive(
        WebhookCall(
          token: try await fixture.flows.webhook(of: flow.id, as: fixture.principal).token.revealed,
          headers: ["content-type": "application/json"], query: ["key": "k3y-of-ours", "a": "b"],
          body: Array(#"{"id":"a"}"#.utf8)))
      let call = try #require(try await calls.list(outcome: .accepted, as: fixture.principal).items.first)
      #expect(call.query == ["a": "b"])
      let again = try await calls.replay(call.id, as: fixture.principal)
      #expect(again.count == 1 && again[0] != accepted.run)
      let first = try await fixture.runs.trigger(of: accepted.run, as: fixture.principal)
      #expect(try await fixture.runs.trigger(of: again[0], as: fixture.principal) == first)
      // The run is gone, the call is still there.
      try await fixture.store.write { try $0.run("delete from flow_run") }
      let third = try await calls.replay(call.id, as: fixture.principal)
      #expect(try await fixture.runs.trigger(of: third[0], as: fixture.principal)["body"] == ["id": "a"])
      #expect(try await calls.list(as: fixture.principal).items[0].replays == call.id)
      let reader = fixture.principal(role: .read)
      await #expect(throws: (any Error).self) { _ = try await calls.replay(call.id, as: reader) }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func whatIsOldOrTooMuchIsForgotten(engine: StoreEngine) async throws {
    try await withHook(engine, "webhook") { fixture, calls, flow, clock, send in
      for _ in 0..<6 {
        _ = try await send([:], "x")
        clock.advance(by: .seconds(100))
      }
      let now = clock.now
      try await fixture.store.write { try ReceivedCallStore(session: $0).forget(before: now - 450, keeping: 3) }
      #expect(try await calls.list(as: fixture.principal).items.count == 3)
      try await fixture.store.write { try ReceivedCallStore(session: $0).forget(before: now - 150, keeping: 3) }
      #expect(try await calls.list(as: fixture.principal).items.count == 1)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func whatCallersWriteIsBoundedAndHarmless(engine: StoreEngine) async throws {
    try await withHook(engine, "{webhook: {eventId: {member: id}}}") { fixture, calls, flow, clock, send in
      var headers = Dictionary(uniqueKeysWithValues: (0..<500).map { ("x-many-\($0)", "v") })
      headers["x-huge"] = String(repeating: "h", count: 100_000)
      headers["content-type"] = "application/json"
      let receipt = try await send(headers, #"{"id":"\#(String(repeating: "i", count: 5000))\u0000"}"#)
      let trigger = try await fixture.runs.trigger(of: receipt.run, as: fixture.principal)
      #expect(trigger["headers"]?.objectValue?.count == 64)
      #expect(trigger["headers"]?.serialized().utf8.count ?? 0 < 20_000)
      clock.advance(by: .seconds(1))
      _ = try await send([:], "\u{0}")
      let call = try await calls.list(as: fixture.principal).items[0]
      #expect(call.body == "\u{0}")
    }
  }

  private typealias Send = @Sendable ([String: String], String) async throws -> WebhookReceipt

  private func withHook(
    _ engine: StoreEngine, _ trigger: String,
    _ body: @Sendable (FlowFixture, ReceivedCalls, Flow, TestClock, Send) async throws -> Void
  ) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let clock = TestClock()
      let fixture = try FlowFixture(store: store, effects: clock.effects())
      let flow = try await fixture.flow("name: Hook\ntrigger: \(trigger)\nsteps: [{id: a, action: weir/noop}]")
      _ = try await fixture.flows.setActive(flow.id, true, as: fixture.principal)
      let token = try await fixture.flows.webhook(of: flow.id, as: fixture.principal).token.revealed
      try await body(fixture, ReceivedCalls(store: store, effects: fixture.effects), flow, clock) { headers, text in
        try await fixture.receive(WebhookCall(token: token, headers: headers, body: Array(text.utf8)))
      }
    }
  }
}
