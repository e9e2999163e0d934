import Core
import Flows
import Foundation
import TestSupport
import Testing

/// Runs that wait for something from outside, on real stores: for other systems, for people, for other runs.
@Suite struct WaitingRunTests {
  @Test(.timeLimit(.minutes(1)), arguments: StoreEngine.tested)
  func aCallbackWakesItsRunOnceAndForgeriesDont(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(store: store, actions: [.test("tell") { call in call.input["at"] ?? .null }])
      let flow = try await fixture.flow(
        """
        name: Callback
        steps:
          - {id: tell, action: test/tell, input: {at: "{{ .run.callbacks.answer }}"}}
          - {id: answer, wait: {callback: {timeout: 1h}}}
        """)
      let run = try await fixture.flows.run(flow.id, as: fixture.principal)
      let waits = Waits(store: store, effects: fixture.effects)
      try await whileWorking(fixture) {
        try await reached(run.id, "answer", in: fixture)
        let log = try await fixture.runs.log(of: run.id, as: fixture.principal)
        let address = try #require(log.entries.first { $0.path == "tell" }?.output?.value.stringValue)
        let token = String(address.dropFirst("/callbacks/".count))
        await #expect(throws: FlowError.noSuchCallback) {
          try await waits.deliver(token: String(token.dropLast()) + "x", payload: "forged")
        }
        #expect(try await waits.deliver(token: token, payload: ["ok": true]))
        #expect(try await fixture.ended(run.id).state.name == "succeeded")
        #expect(try await !waits.deliver(token: token, payload: "again"))
      }
      let entries = try await fixture.runs.log(of: run.id, as: fixture.principal).entries
      #expect(entries.first { $0.path == "answer" }?.output?.value == ["ok": true])
    }
  }

  @Test(.timeLimit(.minutes(1)), arguments: StoreEngine.tested)
  func anApprovalIsAskedOfThosePeopleAndDecidedOnce(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(store: store)
      let flow = try await fixture.flow(
        """
        name: Approval
        steps:
          - {id: ask, wait: {approval: {title: "Publish {{ .trigger.file }}?", people: [ann]}}}
          - {id: look, transform: "{{ .steps.ask.approved }}"}
        """)
      let run = try await fixture.flows.run(flow.id, input: ["file": "a.jpg"], as: fixture.principal)
      let waits = Waits(store: store, effects: fixture.effects)
      try await whileWorking(fixture) {
        try await reached(run.id, "ask", in: fixture)
        #expect(try await waits.approvals(as: fixture.principal).map(\.title) == ["Publish a.jpg?"])
        await #expect(throws: FlowError.noSuchApproval) {
          try await waits.approval(run: run.id, path: "other", as: fixture.principal)
        }
        try await waits.decide(run: run.id, path: "ask", .reject, reason: "Too dark.", as: fixture.principal)
        guard case .succeeded(_, let output) = try await fixture.ended(run.id).state else {
          Issue.record("it didn't succeed")
          return
        }
        #expect(output == false)
        await #expect(throws: FlowError.noSuchApproval) {
          try await waits.decide(run: run.id, path: "ask", .approve, reason: nil, as: fixture.principal)
        }
      }
      let entries = try await fixture.runs.log(of: run.id, as: fixture.principal).entries
      let decision = try #require(entries.first { $0.path == "ask" }?.output?.value)
      #expect(decision["by"] == "ann" && decision["reason"] == "Too dark.")
    }
  }

  @Test(.timeLimit(.minutes(1)), arguments: StoreEngine.tested)
  func aSubflowIsStartedOnceAndItsOutputTaken(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(store: store)
      _ = try await fixture.flow("{name: Double, steps: [{id: d, transform: \"{{ .trigger.n * 2 }}\"}]}")
      _ = try await fixture.flow("{name: Broken, steps: [{id: f, fail: {message: No luck., code: unlucky}}]}")
      let flow = try await fixture.flow(
        """
        name: Parent
        steps:
          - id: each
            forEach: [1, 2, 3]
            concurrency: 3
            steps: [{id: double, flow: Double, input: {n: "{{ .item }}"}}]
          - {id: apart, flow: Double, wait: false, input: {n: 7}}
          - {id: bad, flow: Broken, onError: continue}
          - {id: sum, transform: {all: "{{ .steps.each }}", bad: "{{ .steps.bad.error.code }}"}}
        """)
      let run = try await fixture.finished(flow)
      guard case .succeeded(_, let output) = run.state else {
        Issue.record("\(run.state)")
        return
      }
      #expect(output == ["all": [2, 4, 6], "bad": "subflow_failed"])
      let runs = try await fixture.runs.list(as: fixture.principal).items
      #expect(runs.count(where: { $0.parent?.run == run.id }) == 5)
    }
  }

  @Test(.timeLimit(.minutes(1)), arguments: StoreEngine.tested)
  func aPausedRunRestsUntilItIsResumed(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(store: store)
      let flow = try await fixture.flow("{name: Rest, steps: [{id: a, wait: {for: 1h}}, {id: b, set: {x: 1}}]}")
      let run = try await fixture.flows.run(flow.id, as: fixture.principal)
      #expect(try await fixture.runs.pause(run.id, as: fixture.principal).state.name == "paused")
      // Nothing of it is done while it rests.
      let other = try await fixture.flow("{name: Other, steps: [{id: x, set: {y: 1}}]}")
      _ = try await fixture.finished(other)
      #expect(try await fixture.runs.log(of: run.id, as: fixture.principal).entries.isEmpty)
      #expect(try await fixture.runs.resume(run.id, as: fixture.principal).state.name == "queued")
      try await whileWorking(fixture) {
        try await reached(run.id, "a", in: fixture)
        #expect(try await fixture.runs.pause(run.id, as: fixture.principal).state.name == "paused")
      }
      #expect(try await fixture.runs.run(run.id, as: fixture.principal).state.name == "paused")
      _ = try await fixture.runs.cancel(run.id, as: fixture.principal)
      try await whileWorking(fixture) {
        let ended = try await fixture.ended(run.id)
        #expect(ended.state.name == "cancelled")
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aFlowRemembersFromRunToRunAndAnswersItsWebhook(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(store: store)
      let flow = try await fixture.flow(
        """
        name: Memory
        steps:
          - {id: before, state: {get: count, default: none}}
          - {id: count, state: {increment: count, by: 2}}
          - {id: say, respond: {status: 201, headers: {X-Count: "{{ .steps.count }}"}, body: "{{ .steps.before }}"}}
        """)
      for (before, after) in [("none" as JSONValue, "2"), (2, "4")] {
        let run = try await fixture.finished(flow)
        let response = try #require(try await fixture.runs.response(of: run.id))
        #expect(response.status == 201)
        #expect(response.headers.map(\.value) == [after])
        #expect(response.body == before)
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func onlyTheFailedItemsOfARunAreDoneAgain(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let calls = Counter()
      let fixture = try FlowFixture(
        store: store,
        actions: [
          .test("put") { (call) async throws(StepFailure) in
            let name = call.input["n"]?.serialized() ?? ""
            if calls.next(name) == 1, name == "2" { throw StepFailure(code: "refused", message: "Refused.") }
            return .string("put \(name)")
          }
        ])
      let flow = try await fixture.flow(
        """
        name: Put
        steps:
          - id: each
            forEach: [1, 2, 3]
            onItemError: continue
            steps: [{id: put, action: test/put, input: {n: "{{ .item }}"}}]
        """)
      let first = try await fixture.finished(flow)
      let again = try await fixture.runs.rerun(first.id, onlyFailedItems: true, as: fixture.principal)
      try await whileWorking(fixture) {
        guard case .succeeded(_, let output) = try await fixture.ended(again.id).state else {
          Issue.record("it didn't succeed")
          return
        }
        #expect(output == ["put 1", "put 2", "put 3"])
      }
      #expect(calls.all == ["1": 1, "2": 2, "3": 1])
      #expect(again.rerunOf == first.id)
      await #expect(throws: FlowError.self) {
        try await fixture.runs.rerun(again.id, onlyFailedItems: true, as: fixture.principal)
      }
    }
  }

  private func whileWorking(_ fixture: FlowFixture, _ body: () async throws -> Void) async throws {
    let working = Task { try await fixture.worker(settings: FlowWorkerSettings(tick: .milliseconds(5))).run() }
    defer { working.cancel() }
    try await body()
    working.cancel()
    _ = try? await working.value
  }

  /// Waits until a step waits.
  private func reached(_ run: RunID, _ path: String, in fixture: FlowFixture) async throws {
    for try await update in try await fixture.runs.events(of: run, as: fixture.principal)
    where update.entries.contains(where: { $0.path == path && $0.state == "waiting" }) {
      return
    }
  }
}
