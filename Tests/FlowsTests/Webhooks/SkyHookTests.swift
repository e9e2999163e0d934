import Core
import Foundation
import TestSupport
import Testing

@testable import Flows

/// CloudEvents, as Azure Event Grid sends MediaValet's SkyHOOK events.
@Suite struct SkyHookTests {
  /// The sample of MediaValet's SkyHOOK repository, shortened.
  private static func event(_ id: String, _ type: String = "Asset.MediaFileAdded") -> String {
    """
    {"id":"\(id)","source":"b0a57d25-0000-4000-8000-000000000000","type":"\(type)",
     "data":{"LibraryId":"67329e4a","AssetId":"67b74a7b","Version":1,"FileName":"Panigale.jpg","FileSize":837303},
     "time":"2022-03-23T20:36:44.5110914-07:00","specversion":"1.0","dataschema":"#",
     "subject":"/library/b0a57d25/assets/67b74a7b/MediaFile.FromUploadProcess","contenttype":"application/json"}
    """
  }

  @Test(arguments: StoreEngine.tested)
  func theHandshakeIsAnsweredAlsoWhileTheFlowIsOff(engine: StoreEngine) async throws {
    try await withHook(engine) { fixture, flow, token in
      func ask(_ headers: [String: String]) async throws -> WebhookAnswer {
        try await fixture.webhooks.receive(
          WebhookCall(token: token, method: "OPTIONS", headers: headers, body: []))
      }
      let headers = ["WebHook-Request-Origin": "eventgrid.azure.net", "WebHook-Request-Rate": "120"]
      #expect(try await ask(headers) == .handshake(origin: "eventgrid.azure.net", rate: "*"))
      _ = try await fixture.flows.setActive(flow.id, false, as: fixture.principal)
      #expect(try await ask(headers) == .handshake(origin: "eventgrid.azure.net", rate: "*"))
      await #expect(throws: FlowError.self) { _ = try await ask([:]) }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func structuredBatchedAndBinaryEventsStartOneRunEach(engine: StoreEngine) async throws {
    try await withHook(engine) { fixture, flow, token in
      func send(_ headers: [String: String], _ body: String) async throws -> WebhookAnswer {
        try await fixture.webhooks.receive(WebhookCall(token: token, headers: headers, body: Array(body.utf8)))
      }
      func runs(_ answer: WebhookAnswer) -> [WebhookReceipt] {
        if case .started(let receipts, _) = answer { receipts } else { [] }
      }
      let json = ["aeg-event-type": "Notification", "content-type": "application/json; charset=utf-8"]
      let one = runs(try await send(json, Self.event("1")))
      #expect(one.map(\.isRepeat) == [false])
      let trigger = try await fixture.runs.trigger(of: one[0].run, as: fixture.principal)
      #expect(trigger["event"]?["type"] == "Asset.MediaFileAdded")
      #expect(trigger["data"]?["AssetId"] == "67b74a7b")
      let batch =
        "[\(Self.event("1")),\(Self.event("2")),\(Self.event("3")),\(Self.event("4", "Asset.KeywordRemoved"))]"
      let many = runs(try await send(["content-type": "application/cloudevents-batch+json"], batch))
      #expect(many.map(\.isRepeat) == [true, false, false])
      #expect(many[0].run == one[0].run)
      let binary = [
        "ce-specversion": "1.0", "ce-id": "5", "ce-source": "x%20y", "ce-type": "Asset.MediaFileAdded",
        "content-type": "application/json",
      ]
      let last = runs(try await send(binary, #"{"AssetId":"9"}"#))
      let event = try await fixture.runs.trigger(of: last[0].run, as: fixture.principal)
      #expect(event["event"]?["source"] == "x y" && event["data"] == ["AssetId": "9"])
      let unwanted = try await send(json, Self.event("6", "Asset.StatusUpdated"))
      #expect(unwanted == .ignored(reason: "no event of a type that starts this flow"))
      #expect(try await fixture.runs.list(flow: flow.id, as: fixture.principal).items.count == 4)
    }
  }

  @Test(arguments: [
    "", "{}", "[1]", "[[]]", #"{"specversion":"0.3","id":"1","source":"s","type":"t"}"#,
    #"{"specversion":"1.0","id":"","source":"s","type":"t"}"#, #"{"specversion":"1.0","id":"1","source":"s"}"#, "hello",
  ])
  func whatIsNoEventIsRefused(body: String) async throws {
    try await withHook(.sqlite) { fixture, flow, token in
      let call = WebhookCall(token: token, headers: [:], body: Array(body.utf8))
      let error = await #expect(throws: FlowError.self) { _ = try await fixture.webhooks.receive(call) }
      #expect(error?.code == "webhook_payload_refused")
    }
  }

  private func withHook(
    _ engine: StoreEngine, _ body: @Sendable (FlowFixture, Flow, String) async throws -> Void
  ) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(store: store, effects: .test())
      let flow = try await fixture.flow(
        "name: Sky\ntrigger: {skyhook: {events: [Asset.MediaFileAdded]}}\nsteps: [{id: a, action: weir/noop}]")
      _ = try await fixture.flows.setActive(flow.id, true, as: fixture.principal)
      let token = try await fixture.flows.webhook(of: flow.id, as: fixture.principal).token.revealed
      try await body(fixture, flow, token)
    }
  }
}
