import Core
import Flows
import Foundation
import TestSupport
import Testing

/// Flows that start when runs of other ones end.
@Suite struct FlowEndTests {
  @Test(arguments: StoreEngine.tested)
  func theEndOfARunStartsWhoeverListensForIt(engine: StoreEngine) async throws {
    let broken = RegisteredAction.test("break") { _ async throws(StepFailure) in
      throw StepFailure(code: "broken", message: "It breaks.")
    }
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(store: store, actions: [broken])
      let good = try await fixture.flow(
        "name: Good\nsteps: [{id: a, action: weir/noop, input: {text: \"{{ .trigger.text }}\"}}]")
      let bad = try await fixture.flow("name: Bad\nsteps: [{id: a, action: test/break}]")
      let after = try await listener(fixture, "After", "{flow: {flow: Good}}")
      let onFailure = try await listener(fixture, "Alarm", "{flow: {flow: \(bad.id), on: [failed]}}")
      let off = try await fixture.flow(
        "name: Off\ntrigger: {flow: {flow: Good}}\nsteps: [{id: a, action: weir/noop}]")
      try await working(fixture) {
        let first = try await fixture.flows.run(good.id, input: ["text": "hello"], as: fixture.principal)
        _ = try await fixture.ended(first.id)
        let second = try await fixture.flows.run(bad.id, as: fixture.principal)
        _ = try await fixture.ended(second.id)
        let started = try #require(try await runs(fixture, after).first)
        let trigger = try await fixture.runs.trigger(of: started.id, as: fixture.principal)
        #expect(trigger["run"]?["output"] == ["text": "hello"])
        #expect(trigger["run"]?["name"] == "Good" && trigger["chain"] == 1)
        let alarm = try #require(try await runs(fixture, onFailure).first)
        let cause = try await fixture.runs.trigger(of: alarm.id, as: fixture.principal)
        #expect(cause["run"]?["failure"]?["code"] == "broken")
        #expect(try await runs(fixture, after).count == 1)
        #expect(try await runs(fixture, off).isEmpty)
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aCircleOfFlowsEnds(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(store: store)
      let ping = try await listener(fixture, "Ping", "{flow: {flow: Pong}}")
      let pong = try await listener(fixture, "Pong", "[manual, {flow: {flow: Ping}}]")
      try await working(fixture) {
        var run = try await fixture.flows.run(pong.id, as: fixture.principal)
        for number in 1...FlowEndTrigger.maximumChain + 1 {
          _ = try await fixture.ended(run.id)
          let flow = number.isMultiple(of: 2) ? pong : ping
          run = try #require(try await runs(fixture, flow).first)
        }
        guard case .failed(_, _, let failure) = run.state else {
          Issue.record("the chain goes on: \(run.state)")
          return
        }
        #expect(failure.code == "flow_chain_too_long")
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aFlowThatIsNamedTwiceStartsOnce(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(store: store)
      let good = try await fixture.flow("name: Good\nsteps: [{id: a, action: weir/noop}]")
      let after = try await listener(fixture, "After", "[{flow: {flow: Good}}, {flow: {flow: \(good.id)}}]")
      try await working(fixture) {
        let run = try await fixture.flows.run(good.id, as: fixture.principal)
        _ = try await fixture.ended(run.id)
        #expect(try await runs(fixture, after).count == 1)
      }
    }
  }

  private func listener(_ fixture: FlowFixture, _ name: String, _ trigger: String) async throws -> Flow {
    let flow = try await fixture.flow("name: \(name)\ntrigger: \(trigger)\nsteps: [{id: a, action: weir/noop}]")
    return try await fixture.flows.setActive(flow.id, true, as: fixture.principal)
  }

  private func runs(_ fixture: FlowFixture, _ flow: Flow) async throws -> [Run] {
    try await fixture.runs.list(flow: flow.id, as: fixture.principal).items
  }

  /// Carries out runs while `body` lasts.
  private func working(_ fixture: FlowFixture, _ body: @Sendable () async throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await fixture.worker().run() }
      defer { group.cancelAll() }
      try await body()
    }
  }
}
