import Core
import Flows
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Persistence
import TestSupport
import Testing

@Suite struct WebhookPageTests {
  @Test(arguments: StoreEngine.tested)
  func aCallShowsItsPayloadAndIsReplayed(engine: StoreEngine) async throws {
    try await PagesHouse.open(engine) { house in
      let browser = try await house.signIn()
      let document = try FlowDocument.parse(
        "name: Hooked\ntrigger: webhook\nsteps:\n  - {id: one, action: weir/noop, input: {}}")
      let team = house.administrator.organizationTeam
      let flow = try await house.flows.create(document, in: team, as: house.administrator)
      let id = UUID().uuidString.lowercased()
      try await house.store.write { session in
        try session.run(
          """
          insert into flow_webhook_call (id, flow, team, received_at, method, remote, headers, query, body, size, outcome,
            status, code, reason, runs)
          values (\(id), \(flow.id), \(team), 1000, 'POST', '203.0.113.9', '{"content-type": "application/json"}', '{}',
            \(JSONValue.string(#"{"file": "<b>.jpg"}"#)), 19, 'refused', 401, 'signature_refused', 'The signature is wrong.', '[]')
          """)
      }
      let list = try await browser.get("/app/webhooks").html
      #expect(list.contains("Hooked") && list.contains("The signature is wrong.") && list.contains("203.0.113.9"))
      #expect(try await browser.get("/app/webhooks?outcome=accepted").html.contains("No call matches"))
      let call = try await browser.get("/app/webhooks/\(id)")
      #expect(call.html.contains("&lt;b&gt;.jpg") && call.html.contains("answered 401"))
      let replayed = try await browser.post("/app/webhooks/\(id)/replay", from: "/app/webhooks/\(id)")
      #expect(replayed.headers[.location]?.hasPrefix("/app/activity/") == true)
      #expect(try await browser.get("/app/webhooks").html.contains("replayed"))
      let reader = try await house.signIn(role: .read)
      #expect(try await !reader.get("/app/webhooks").html.contains("/replay"))
      #expect(try await reader.post("/app/webhooks/\(id)/replay", from: "/app/webhooks").status == .forbidden)
    }
  }
}
