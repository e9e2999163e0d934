import Core
import Flows
import Foundation
import Identity
import Persistence
import TestSupport
import Testing

/// Flows from the document to the process log, on a real worker.
@Suite struct FlowRunTests {
  @Test(arguments: StoreEngine.tested)
  func aFlowRunsAndItsLogTellsWhatItDid(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(
        store: store,
        actions: [
          .test("list") { _ in ["files": [["name": "a", "password": "hush"], ["name": "b"], ["name": "c"]]] },
          .test("copy") { call in ["copied": call.input["name"] ?? .null] },
        ])
      let flow = try await fixture.flow(
        """
        name: Copy
        steps:
          - {id: list, action: test/list}
          - id: each
            forEach: "{{ .steps.list.files | map(select(.name != \\"b\\")) }}"
            concurrency: 2
            steps:
              - {id: copy, action: test/copy, input: {name: "{{ .item.name | ascii_upcase }}"}}
          - {id: sum, set: {names: "{{ .steps.each | map(.copied) | join(\\",\\") }}"}}
        """)
      let run = try await fixture.finished(flow)
      guard case .succeeded(_, let output) = run.state else {
        Issue.record("\(run.state)")
        return
      }
      #expect(output == ["names": "A,C"])
      let log = try await fixture.runs.log(of: run.id, as: fixture.principal)
      #expect(log.children(of: nil).map(\.path) == ["list", "each", "sum"])
      #expect(log.children(of: "each").map(\.path) == ["each[0]", "each[1]"])
      let copy = try #require(log.entries.first { $0.path == "each[1].copy" })
      #expect(copy.input.value == ["name": "C"])
      #expect(copy.output?.value == ["copied": "C"])
      #expect(copy.state == "succeeded" && copy.endedAt != nil)
      #expect(log.entries[0].output?.value["files"]?[0]?["password"] == "•••")
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aKnownSecretIsMaskedInsideOfOtherTextAlsoInFailures(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(
        store: store,
        actions: [
          .test("leak") { (call) async throws(StepFailure) in
            guard call.input["fail"] == true else {
              return ["note": "The key is planted.", "planted": [1, "planted"]]
            }
            throw StepFailure(
              code: "leaked", message: "planted was refused.", advice: "Use another than planted.",
              details: ["exchange": ["url": "https://x.test/?k=planted"]])
          }
        ])
      let run = try await fixture.finished(
        fixture.flow(
          """
          name: Leak
          steps:
            - {id: well, action: test/leak, input: {}}
            - {id: badly, action: test/leak, input: {fail: true, typed: "planted by the author"}}
          """))
      let log = try await fixture.runs.log(of: run.id, as: fixture.principal)
      #expect(log.entries[0].output?.value == ["note": "The key is •••.", "•••": [1, "•••"]])
      let failure = try #require(log.entries[1].failure)
      #expect(failure.message == "••• was refused." && failure.advice == "Use another than •••.")
      #expect(!String(describing: log).contains("planted"))
      let kept = try await store.read { session in
        try session.rows("select output, failure from flow_step").map { "\($0)" }.joined()
          + session.rows("select failure from flow_run").map { "\($0)" }.joined()
      }
      #expect(!kept.contains("planted"))
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aFailedAttemptIsToldAndTriedAgain(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let calls = Counter()
      let fixture = try FlowFixture(
        store: store,
        actions: [
          .test("flaky") { (call) async throws(StepFailure) in
            if calls.next(call.idempotencyKey) < 3 {
              throw StepFailure(code: "busy", message: "The service is busy.", retry: .backOff)
            }
            return "done"
          }
        ])
      let flow = try await fixture.flow(
        "{name: Flaky, steps: [{id: a, action: test/flaky, retry: {maxAttempts: 3, backoff: 10ms}}]}")
      let run = try await fixture.finished(flow)
      #expect(run.state.name == "succeeded")
      let entry = try #require(try await fixture.runs.log(of: run.id, as: fixture.principal).entries.first)
      #expect(entry.attempt == 3)
      #expect(entry.attempts.map(\.number) == [1, 2])
      #expect(entry.attempts.allSatisfy { $0.failure?.code == "busy" })
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aFailedRunNamesItsStep(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(store: store)
      let flow = try await fixture.flow(
        """
        name: Fails
        steps:
          - id: each
            forEach: [1, 2]
            steps: [{id: give_up, action: weir/fail, input: {message: "No {{ .item }}."}}]
        """)
      let run = try await fixture.finished(flow)
      guard case .failed(_, let path, let failure) = run.state else {
        Issue.record("\(run.state)")
        return
      }
      #expect(path == "each[0].give_up")
      #expect(failure.message == "No 1.")
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aStepThatTakesTooLongIsStopped(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(store: store, actions: [.endless])
      let flow = try await fixture.flow(
        "{name: Slow, steps: [{id: a, action: test/endless, timeout: 50ms, retry: {maxAttempts: 1}}]}")
      let run = try await fixture.finished(flow)
      guard case .failed(_, _, let failure) = run.state else {
        Issue.record("\(run.state)")
        return
      }
      #expect(failure.code == "step_timed_out")
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aRunIsCancelledWhileAStepIsInFlight(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(store: store, actions: [.endless])
      let flow = try await fixture.flow("{name: Long, steps: [{id: a, action: test/endless}]}")
      let run = try await fixture.flows.run(flow.id, as: fixture.principal)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await fixture.worker().run() }
        for try await update in try await fixture.runs.events(of: run.id, as: fixture.principal) {
          if !update.entries.isEmpty, update.run.state == .running, !update.run.isCancelRequested {
            _ = try await fixture.runs.cancel(run.id, as: fixture.principal)
          }
        }
        group.cancelAll()
      }
      let ended = try await fixture.runs.run(run.id, as: fixture.principal)
      #expect(ended.state.name == "cancelled")
      let entries = try await fixture.runs.log(of: run.id, as: fixture.principal).entries
      #expect(entries.map(\.state) == ["cancelled"])
      await #expect(throws: FlowError.runEnded) { _ = try await fixture.runs.cancel(run.id, as: fixture.principal) }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aRunFinishesOnTheVersionItBeganWith(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(store: store)
      let flow = try await fixture.flow("{name: One, steps: [{id: a, set: {x: 1}}]}")
      let run = try await fixture.flows.run(flow.id, as: fixture.principal)
      let second = try FlowDocument.parse("{name: Two, steps: [{id: a, set: {x: 2}}]}")
      let changed = try await fixture.flows.update(flow.id, second, base: 1, as: fixture.principal)
      #expect(changed.version == 2 && changed.name == "Two")
      await #expect(throws: FlowError.versionConflict(current: 2)) {
        _ = try await fixture.flows.update(flow.id, second, base: 1, as: fixture.principal)
      }
      let next = try await fixture.finished(changed)
      let first = try await fixture.ended(run.id)
      #expect(first.version == 1 && next.version == 2)
      guard case .succeeded(_, let one) = first.state, case .succeeded(_, let two) = next.state else {
        Issue.record("\(first.state) \(next.state)")
        return
      }
      #expect(one == ["x": 1] && two == ["x": 2])
      #expect(try await fixture.flows.versions(of: flow.id, as: fixture.principal).map(\.number) == [2, 1])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func whatAnActionSavedIsThereForTheNextAttempt(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(
        store: store,
        actions: [
          .test("resume") { (call) async throws(StepFailure) in
            do {
              if let saved = try await call.checkpoint.load() { return saved }
              try await call.checkpoint.save(["blocks": 3])
            } catch {
              throw StepFailure(code: "checkpoint", message: "\(error)")
            }
            throw StepFailure(code: "cut_off", message: "Cut off.", retry: .backOff)
          }
        ])
      let flow = try await fixture.flow(
        "{name: Resume, steps: [{id: a, action: test/resume, retry: {maxAttempts: 2, backoff: 1ms}}]}")
      guard case .succeeded(_, let output) = try await fixture.finished(flow).state else {
        Issue.record("it failed")
        return
      }
      #expect(output == ["blocks": 3])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func whoMayDoWhatDependsOnTheRoleInTheTeam(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(store: store)
      let flow = try await fixture.flow("{name: Mine, steps: [{id: a, action: weir/noop}]}")
      let reader = fixture.principal(role: .read)
      #expect(try await fixture.flows.flow(flow.id, as: reader) == flow)
      await #expect(throws: AccessError.self) { _ = try await fixture.flows.run(flow.id, as: reader) }
      await #expect(throws: AccessError.self) { try await fixture.flows.delete(flow.id, as: reader) }
      await #expect(throws: AccessError.self) { _ = try await fixture.flows.webhook(of: flow.id, as: reader) }
      let stranger = try FlowFixture(store: store).principal
      await #expect(throws: FlowError.noSuchFlow) { _ = try await fixture.flows.flow(flow.id, as: stranger) }
      #expect(try await fixture.flows.list(as: stranger).items.isEmpty)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aFlowThatCantRunIsNotSavedAndAllReasonsAreTold(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let remote = RegisteredAction(name: "test/remote", title: "Remote") { (_) async throws(StepFailure) in .null }
      let fixture = try FlowFixture(store: store, actions: [remote])
      let document = try FlowDocument.parse(
        """
        name: Wrong
        steps:
          - {id: a, action: weir/Noop}
          - {id: b, action: weir/noop, connection: Any}
          - {id: e, action: test/remote, connection: Missing}
          - {id: f, action: test/remote}
          - {id: c, action: weir/noop, input: {x: "{{ .steps.nowhere.x }}", y: "{{ 1 + }}"}}
          - {id: d, action: weir/fail}
        """)
      let error = await #expect(throws: FlowError.self) {
        _ = try await fixture.flows.create(document, in: fixture.team, as: fixture.principal)
      }
      guard case .invalid(let problems)? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(
        problems.map { "\($0.step ?? "") \($0.field)" } == [
          "a action", "b connection", "e connection", "f connection", "c input.x", "c input.y", "d input.message",
        ])
      #expect(problems[0].advice == "Did you mean \"weir/noop\"?")
    }
  }

  @Test(arguments: StoreEngine.tested)
  func anInputThatTheFlowDoesntExpectIsRefused(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(store: store)
      let flow = try await fixture.flow(
        """
        name: Form
        input: {type: object, required: [folder], properties: {folder: {type: string}, count: {type: integer}}}
        steps: [{id: a, action: weir/noop}]
        """)
      let error = await #expect(throws: FlowError.self) {
        _ = try await fixture.flows.run(flow.id, input: ["count": "many"], as: fixture.principal)
      }
      guard case .inputRefused(let problems)? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(problems.map(\.field) == ["folder", "count"])
    }
  }
}

extension RegisteredAction {
  /// Goes on until it is cancelled.
  fileprivate static let endless = RegisteredAction.test("endless") { (_) async throws(StepFailure) in
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
    for await _ in stream {}
    continuation.finish()
    throw StepFailure(code: "run_cancelled", message: "The run was cancelled.")
  }
}
