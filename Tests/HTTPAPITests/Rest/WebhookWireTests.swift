import Core
import Flows
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Persistence
import TestSupport
import Testing

/// The door of other systems over HTTP.
@Suite struct WebhookWireTests {
  @Test(arguments: StoreEngine.tested)
  func handshakesAndChallengesAreAnsweredAsSendersExpect(engine: StoreEngine) async throws {
    try await FlowsHarness.run(engine) { harness in
      let sky = try await hook(harness, "skyhook", isOn: false)
      let allowed = try await harness.call(.options, sky, ["WebHook-Request-Origin": "eventgrid.azure.net"])
      #expect(allowed.status == .ok)
      #expect(allowed.headers[.named("WebHook-Allowed-Origin")] == "eventgrid.azure.net")
      #expect(allowed.headers[.named("WebHook-Allowed-Rate")] == "*")
      let dropbox = try await hook(harness, "{webhook: {preset: dropbox}}", isOn: false)
      let echoed = try await harness.call(.get, dropbox + "?challenge=%3Cscript%3E", [:])
      #expect(echoed.text == "<script>" && echoed.headers[.contentType] == "text/plain; charset=utf-8")
      #expect(echoed.headers[.xContentTypeOptions] == "nosniff")
      #expect(try await harness.call(.get, sky, [:]).status == .badRequest)
      #expect(try await harness.call(.get, "/hooks/nonsense", [:]).status == .notFound)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func callsAreListedReadAndDoneAgain(engine: StoreEngine) async throws {
    try await FlowsHarness.run(engine) { harness in
      let address = try await hook(harness, "{webhook: {bearer: true}}", secret: "our-token")
      #expect(try await harness.call(.post, address, [:], "x").status == .unauthorized)
      #expect(try await harness.call(.post, address, ["Authorization": "Bearer other"], "x").status == .unauthorized)
      let good = try await harness.call(.post, address, ["Authorization": "bearer our-token"], "hello")
      #expect(good.status == .accepted)
      let listed = try await harness.send(.get, "/rest/v1/webhook-calls?outcome=accepted", as: "read")
      let call = try #require(listed.json?["items"]?[0]?["id"]?.stringValue)
      #expect(listed.json?["items"]?[0]?["runs"]?[0] == good.json?["run"])
      let read = try await harness.send(.get, "/rest/v1/webhook-calls/\(call)", as: "read")
      #expect(read.json?["body"] == "hello" && !read.text.contains("our-token"))
      let again = try await harness.send(.post, "/rest/v1/webhook-calls/\(call)/replay")
      #expect(again.status == .accepted && again.json?["runs"]?.arrayValue?.count == 1)
      #expect(try await harness.send(.post, "/rest/v1/webhook-calls/\(call)/replay", as: "read").status == .forbidden)
      #expect(try await harness.send(.get, "/rest/v1/webhook-calls/\(call)", as: "stranger").status == .notFound)
      #expect(try await harness.send(.get, "/rest/v1/webhook-calls?outcome=lost").status == .badRequest)
      let all = try await harness.send(.get, "/rest/v1/webhook-calls")
      #expect(all.json?["items"]?.arrayValue?.compactMap { $0["outcome"]?.stringValue }.count { $0 == "refused" } == 2)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func anAddressCanBeRenewedAndSecretsNamed(engine: StoreEngine) async throws {
    try await FlowsHarness.run(engine) { harness in
      let flow = try await harness.make(
        "name: Meta\ntrigger: {webhook: {preset: meta}}\nsteps: [{id: a, action: weir/noop}]")
      let before = try await harness.send(.get, flow + "/webhook").json
      let status = try await harness.send(.get, flow + "/triggers", as: "read")
      #expect(status.json?["items"]?[0]?["missingSecrets"] == ["primary", "verify"])
      let set = try await harness.send(
        .put, flow + "/webhook/secret", ["secret": "word", "name": "verify"])
      #expect(set.status == .noContent)
      #expect(try await harness.send(.get, flow + "/webhook").json?["secrets"] == ["verify"])
      let after = try await harness.send(.post, flow + "/webhook/address").json
      #expect(before?["path"] != after?["path"])
      let old = before?["path"]?.stringValue ?? ""
      #expect(try await harness.call(.get, old, [:]).status == .notFound)
      #expect(try await harness.send(.delete, flow + "/webhook/secret?name=verify").status == .noContent)
      #expect(try await harness.send(.get, flow + "/webhook").json?["secrets"] == [])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aSchedulesNextTimesAreShownBeforeItIsSaved(engine: StoreEngine) async throws {
    try await FlowsHarness.run(engine) { harness in
      let good = try await harness.send(
        .post, "/rest/v1/flows/schedule-preview", ["schedule": ["cron": "0 6 * * 1-5", "timeZone": "Europe/Berlin"]])
      #expect(good.json?["items"]?.arrayValue?.count == 5)
      #expect(good.json?["items"]?[0]?["local"]?.stringValue?.contains("T06:00:00+0") == true)
      let bad = try await harness.send(
        .post, "/rest/v1/flows/schedule-preview", ["schedule": ["cron": "0 0 30 2 *"]])
      #expect(bad.status == .badRequest && bad.json?["code"] == "flow_invalid")
    }
  }

  @Test(arguments: StoreEngine.tested)
  func whoWaitsHearsWhatTheRunSays(engine: StoreEngine) async throws {
    try await FlowsHarness.run(engine) { harness in
      let address = try await hook(harness, "{webhook: {reply: response, replyTimeout: 20s}}")
      try await harness.working {
        let heard = try await harness.call(.post, address, ["Content-Type": "application/json"], #"{"a":1}"#)
        // Without a respond step the caller hears what the run puts out.
        #expect(heard.status == .ok)
        #expect(heard.json?["output"] == ["text": 1])
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func whatARespondStepSaysIsTheAnswer(engine: StoreEngine) async throws {
    try await FlowsHarness.run(engine) { harness in
      let address = try await hook(harness, "{webhook: {reply: response, replyTimeout: 20s, eventId: {header: X-Id}}}")
      let waiting = Task { try await harness.call(.post, address, ["X-Id": "1"], "x") }
      let run = try await harness.firstRun()
      let response: JSONValue = [
        "status": 201, "headers": ["X-Made-By": "a flow", "Set-Cookie": "a=b", "Content-Type": "text/html"],
        "body": "<p>hello</p>",
      ]
      try await harness.store.write { try $0.run("update flow_run set response = \(response) where id = \(run)") }
      let heard = try await waiting.value
      #expect(heard.status == .created && heard.text == "<p>hello</p>")
      #expect(heard.headers[.named("X-Made-By")] == "a flow")
      #expect(heard.headers[.setCookie] == nil)
      #expect(heard.headers[.contentSecurityPolicy]?.contains("sandbox") == true)
      // The same delivery again hears the same answer, and starts nothing.
      #expect(try await harness.call(.post, address, ["X-Id": "1"], "x").text == "<p>hello</p>")
    }
  }

  @Test(arguments: [("accepted", HTTPResponse.Status.accepted), ("timeout", .gatewayTimeout)])
  func whoWaitsTooLongHearsThatItIsKept(late: String, status: HTTPResponse.Status) async throws {
    try await FlowsHarness.run(.sqlite) { harness in
      let address = try await hook(
        harness, "{webhook: {reply: response, replyTimeout: 1s, lateReply: \(late)}}")
      let heard = try await harness.call(.post, address, [:], "x")
      #expect(heard.status == status)
      #expect(heard.json?["run"]?.stringValue != nil)
    }
  }

  @Test func hostileCallsCostTheCallerOnly() async throws {
    try await FlowsHarness.run(.sqlite) { harness in
      let address = try await hook(harness, "webhook")
      let json = ["Content-Type": "application/json"]
      for body in ["{", #"{"a":"#, String(repeating: "[", count: 100_000), "{\"a\":1}}", "\u{0}"] {
        #expect(try await harness.call(.post, address, json, body).status == .badRequest)
      }
      let large = try await harness.call(.post, address, [:], String(repeating: "x", count: 2 << 20))
      #expect(large.status == .contentTooLarge)
      #expect(try await harness.send(.get, "/rest/v1/runs").json?["items"] == [])
      #expect(
        try await harness.call(.post, address, ["X-Huge": String(repeating: "h", count: 60_000)], "x").status
          == .accepted)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func callbacksThatNobodyGaveOutAreRefused(engine: StoreEngine) async throws {
    try await FlowsHarness.run(engine) { harness in
      let run = "4b1f8d7e-0f5c-4d0a-9a43-0a5a5f0d7c11"
      for token in ["x", "\(run).YQ.YQ", "\(run)..", "..", "\(run).YQ"] {
        #expect(try await harness.call(.post, "/callbacks/\(token)", [:], "x").status == .notFound)
        #expect(try await harness.call(.get, "/callbacks/\(token)", [:]).status == .notFound)
      }
      #expect(try await harness.send(.get, "/rest/v1/approvals").json?["items"] == [])
      let decided = try await harness.send(
        .post, "/rest/v1/runs/\(run)/approvals", ["path": "a", "decision": "approve"])
      #expect(decided.status == .notFound)
    }
  }

  /// Makes a flow that is started by calls.
  /// - Returns: its address.
  private func hook(
    _ harness: FlowsHarness, _ trigger: String, secret: String? = nil, isOn: Bool = true
  ) async throws -> String {
    let flow = try await harness.make(
      """
      name: Hook
      trigger: \(trigger)
      steps: [{id: a, action: weir/noop, input: {text: "{{ .trigger.body.a? // 0 }}"}}]
      """)
    if isOn { _ = try await harness.send(.put, flow + "/active", ["active": true]) }
    if let secret { _ = try await harness.send(.put, flow + "/webhook/secret", ["secret": .string(secret)]) }
    return try #require(try await harness.send(.get, flow + "/webhook").json?["path"]?.stringValue)
  }
}

extension FlowsHarness {
  /// As another system calls.
  func call(
    _ method: HTTPRequest.Method, _ path: String, _ headers: [String: String], _ body: String? = nil
  ) async throws -> TestResponse {
    var fields: HTTPFields = [:]
    for (name, value) in headers { fields[.named(name)] = value }
    return try await client.executeRequest(
      uri: path, method: method, headers: fields, body: body.map { ByteBuffer(string: $0) })
  }

  /// Waits until there is a run.
  func firstRun() async throws -> RunID {
    for _ in 0..<1000 {
      let runs = try await send(.get, "/rest/v1/runs")
      if let id = runs.json?["items"]?[0]?["id"]?.stringValue.flatMap(RunID.init) { return id }
      await Task.yield()
    }
    throw MissingRequirement("no run was started")
  }
}
