import Core
import Flows
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import TestSupport
import Testing

/// Flows, runs and webhooks over HTTP.
@Suite struct FlowsWireTests {
  private static let hello =
    "name: Hello\nsteps: [{id: a, action: weir/noop, input: {text: \"Hi {{ .trigger.name }}\"}}]"

  @Test(arguments: StoreEngine.tested)
  func aFlowIsMadeChangedRunAndRead(engine: StoreEngine) async throws {
    try await FlowsHarness.run(engine) { harness in
      let path = try await harness.make(Self.hello)
      let read = try await harness.send(.get, path, as: "read")
      #expect(read.json?["definition"]?["steps"]?[0]?["id"] == "a")
      #expect(read.json?["triggers"] == ["manual"])
      let changed = try await harness.send(
        .put, path,
        ["version": 1, "definition": ["name": "Hello 2", "steps": read.json?["definition"]?["steps"] ?? []]])
      #expect(changed.status == .ok && changed.json?["version"] == 2)
      let late = try await harness.send(.put, path, ["version": 1, "source": .string(Self.hello)])
      #expect(late.status == .conflict && late.json?["code"] == "flow_changed_meanwhile")
      let first = try await harness.send(.get, path + "/versions/1")
      #expect(first.json?["source"]?.stringValue?.contains("name: Hello") == true)
      let started = try await harness.send(.post, path + "/runs", ["input": ["name": "Ada"]])
      #expect(started.status == .accepted)
      let run = try #require(started.headers[.location])
      try await harness.working {
        let events = try await harness.send(.get, run + "/events", as: "read")
        #expect(events.headers[.contentType] == "text/event-stream")
        #expect(events.text.contains("event: update\ndata: {\"run\":"))
      }
      let log = try await harness.send(.get, run + "/log", as: "read")
      #expect(log.json?["run"]?["state"] == "succeeded")
      #expect(log.json?["entries"]?[0]?["output"] == ["text": "Hi Ada"])
      let listed = try await harness.send(.get, "/rest/v1/runs?state=succeeded", as: "read")
      #expect(listed.json?["items"]?.arrayValue?.count == 1)
      #expect(try await harness.send(.post, run + "/cancel").status == .conflict)
      #expect(try await harness.send(.delete, path).status == .noContent)
      #expect(try await harness.send(.get, run).status == .notFound)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aFlowThatCantRunIsAnsweredWithEverythingThatIsWrong(engine: StoreEngine) async throws {
    try await FlowsHarness.run(engine) { harness in
      let broken: JSONValue = ["source": "name: x\nsteps: [{id: a, action: weir/nop}, {id: a, forEach: 1, steps: []}]"]
      let refused = try await harness.send(.post, "/rest/v1/flows", broken)
      #expect(refused.status == .badRequest && refused.json?["code"] == "flow_invalid")
      #expect(refused.json?["problems"]?.arrayValue?.count == 4 || refused.text.contains("problems"))
      let checked = try await harness.send(.post, "/rest/v1/flows/validate", broken)
      #expect(checked.status == .ok)
      #expect(
        checked.json?["problems"]?.arrayValue?.compactMap { $0["field"]?.stringValue }.sorted() == [
          "action", "forEach", "id", "steps",
        ])
    }
  }

  @Test func aRunIsStartedWithoutABody() async throws {
    try await FlowsHarness.run(.sqlite) { harness in
      let path = try await harness.make("name: Plain\nsteps: [{id: a, action: weir/noop}]")
      #expect(try await harness.send(.post, path + "/runs").status == .accepted)
      #expect(try await harness.send(.post, path + "/runs", "text").status == .badRequest)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aWebhookIsAcceptedOnceItsFlowIsOn(engine: StoreEngine) async throws {
    try await FlowsHarness.run(engine) { harness in
      let path = try await harness.make("name: Hook\ntrigger: webhook\nsteps: [{id: a, action: weir/noop}]")
      let hook = try #require(try await harness.send(.get, path + "/webhook").json?["path"]?.stringValue)
      #expect(hook.utf8.count > 40)
      #expect(try await harness.send(.post, hook, as: nil, ["a": 1]).status == .conflict)
      #expect(try await harness.send(.put, path + "/active", ["active": true]).status == .ok)
      let accepted = try await harness.send(.post, hook, as: nil, ["a": 1])
      #expect(accepted.status == .accepted && accepted.json?["repeat"] == false)
      #expect(try await harness.send(.post, "/hooks/nonsense", as: nil, ["a": 1]).status == .notFound)
      let runs = try await harness.send(.get, "/rest/v1/runs")
      #expect(runs.json?["items"]?[0]?["trigger"] == "webhook")
    }
  }

  @Test func whoMayOnlyReadChangesNothing() async throws {
    try await FlowsHarness.run(.sqlite) { harness in
      let path = try await harness.make(Self.hello)
      for (method, end, body) in [
        (.put, "", ["source": .string(Self.hello)]), (.delete, "", nil), (.put, "/active", ["active": true]),
        (.post, "/runs", [:]), (.get, "/webhook", nil), (.put, "/webhook/secret", ["secret": "x"]),
      ] as [(HTTPRequest.Method, String, JSONValue?)] {
        let answer = try await harness.send(method, path + end, as: "read", body)
        #expect(answer.status == .forbidden, "\(method) \(end)")
        #expect(try await harness.send(method, path + end, as: nil, body).status == .unauthorized)
        #expect(try await harness.send(method, path + end, as: "stranger", body).status == .notFound)
      }
      #expect(try await harness.send(.get, path, as: "read").json?["version"] == 1)
    }
  }
}

extension FlowsHarness {
  /// Carries out runs while `body` lasts.
  func working(_ body: @Sendable () async throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await worker.run() }
      try await body()
      group.cancelAll()
    }
  }
}
