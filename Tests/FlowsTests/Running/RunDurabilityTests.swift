import Core
import Flows
import Foundation
import Logging
import Persistence
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

/// What must hold when processes die, stop, or sleep through their leases.
@Suite struct RunDurabilityTests {
  private static let yaml = """
    name: Long
    steps:
      - {id: first, action: test/work}
      - id: each
        forEach: [0, 1, 2, 3, 4, 5]
        concurrency: 3
        steps:
          - {id: up, action: test/work, input: {item: "{{ .item }}"}}
          - {id: check, if: "{{ .index | . % 2 == 0 }}", then: [{id: even, action: test/work}]}
      - {id: last, action: test/work, input: {all: "{{ .steps.each }}"}}
    """

  @Test(arguments: StoreEngine.tested, (0..<3).map { _ in SeededGenerator.freshSeed() })
  func aRunSurvivesAnyNumberOfKillsAndDoesNoFinishedStepAgain(engine: StoreEngine, seed: UInt64) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let violations = Mutex<[String]>([])
      let work = RegisteredAction.test("work") { (call) async throws(StepFailure) in
        // What is finished is in the journal; nobody may be asked to do it again.
        let parts = call.idempotencyKey.split(separator: "/", maxSplits: 1)
        let isFinished = try? await store.read { session in
          try session.exists(
            """
            select 1 as n from flow_step where run = \(String(parts[0])) and path = \(String(parts[1]))
              and state = 'succeeded'
            """)
        }
        guard let isFinished else { throw StepFailure(code: "killed", message: "The process ends.") }
        if isFinished { violations.withLock { $0.append(call.idempotencyKey) } }
        return .string("did \(parts[1])")
      }
      let fixture = try FlowFixture(store: store, actions: [work])
      let run = try await fixture.flows.run(fixture.flow(Self.yaml).id, as: fixture.principal)
      var chance = SeededGenerator(seed: seed)
      var kills = 0
      while try await fixture.runs.run(run.id, as: fixture.principal).state.endedAt == nil {
        kills += 1
        try #require(kills < 200, "seed \(seed): it doesn't end")
        try await live(
          fixture, kills, writes: Int.random(in: 0...4, using: &chance), keepsLastWrite: Bool.random(using: &chance))
      }
      let ended = try await fixture.runs.run(run.id, as: fixture.principal)
      #expect(ended.state.name == "succeeded", "seed \(seed): \(ended.state)")
      #expect(violations.withLock(\.self).isEmpty, "seed \(seed)")
      let entries = try await fixture.runs.log(of: run.id, as: fixture.principal).entries
      #expect(entries.allSatisfy { $0.state == "succeeded" }, "seed \(seed)")
      let all = try #require(entries.first { $0.path == "last" }).input.value["all"]?.arrayValue
      #expect(
        all?.map { $0.stringValue ?? "-" } == (0..<6).map { $0 % 2 == 0 ? "did each[\($0)].check.even" : "-" },
        "seed \(seed)")
      #expect(kills > 1, "seed \(seed): nothing was killed")
    }
  }

  /// One process: works until its store dies or the run has ended. Every one lives an hour after the last.
  private func live(_ fixture: FlowFixture, _ number: Int, writes: Int, keepsLastWrite: Bool) async throws {
    var effects = Effects.live
    effects.now = { Date().addingTimeInterval(Double(number) * 3600) }
    let (deaths, death) = AsyncStream.makeStream(of: Void.self)
    let mortal = MortalStore(fixture.store, writes: writes, keepsLastWrite: keepsLastWrite) { death.finish() }
    let worker = fixture.worker(on: mortal, effects: effects, settings: FlowWorkerSettings(tick: .milliseconds(5)))
    let run = try await fixture.runs.list(as: fixture.principal).items[0].id
    await withTaskGroup(of: Void.self) { group in
      group.addTask { try? await worker.run() }
      group.addTask {
        await withTaskGroup(of: Void.self) { ends in
          ends.addTask { for await _ in deaths {} }
          ends.addTask { _ = try? await fixture.ended(run) }
          _ = await ends.next()
          ends.cancelAll()
        }
      }
      _ = await group.next()
      group.cancelAll()
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aWorkerThatSleptThroughItsLeaseWritesNothing(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let gate = Gate()
      let calls = Counter()
      let fixture = try FlowFixture(
        store: store,
        actions: [
          .test("slow") { (call) async throws(StepFailure) in
            // The first caller answers only after the second has.
            if calls.next("slow") == 1 {
              await gate.wait()
              return "late"
            }
            return "in time"
          }
        ])
      let flow = try await fixture.flow("{name: Slow, steps: [{id: a, action: test/slow}, {id: b, set: {x: 1}}]}")
      let run = try await fixture.flows.run(flow.id, as: fixture.principal)
      var later = Effects.live
      later.now = { Date().addingTimeInterval(3600) }
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await fixture.worker().run() }
        for try await update in try await fixture.runs.events(of: run.id, as: fixture.principal)
        where !update.entries.isEmpty { break }
        group.addTask { [later] in
          try await fixture.worker(effects: later, settings: FlowWorkerSettings(tick: .milliseconds(5))).run()
        }
        _ = try await fixture.ended(run.id)
        gate.open()
        // The late one hears that the run isn't its own any more, and stops by itself.
        group.cancelAll()
      }
      let entries = try await fixture.runs.log(of: run.id, as: fixture.principal).entries
      #expect(entries.first { $0.path == "a" }?.output?.value == "in time")
      #expect(entries.first { $0.path == "a" }?.attempt == 2)
      #expect(entries.first { $0.path == "a" }?.attempts.map(\.outcome) == [.interrupted])
    }
  }

  @Test(.timeLimit(.minutes(1)), arguments: StoreEngine.tested)
  func aWorkerThatStartsAgainUnderItsNameTakesItsRunsBackAtOnce(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(store: store, actions: [.test("work") { _ in "done" }])
      let flow = try await fixture.flow("{name: Held, steps: [{id: a, action: test/work}]}")
      let run = try await fixture.flows.run(flow.id, as: fixture.principal)
      let settings = FlowWorkerSettings(lease: .seconds(86_400), tick: .milliseconds(5))
      let (deaths, death) = AsyncStream.makeStream(of: Void.self)
      // It has the run, and dies before it can say anything of it.
      let mortal = MortalStore(store, writes: 2, keepsLastWrite: false) { death.finish() }
      await withTaskGroup(of: Void.self) { group in
        group.addTask { try? await fixture.worker(on: mortal, settings: settings).named("one").run() }
        for await _ in deaths {}
        group.cancelAll()
      }
      let left = try await fixture.runs.run(run.id, as: fixture.principal)
      #expect(left.state.name == "running")
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await fixture.worker(settings: settings).named("one").run() }
        let ended = try await fixture.ended(run.id)
        #expect(ended.state.name == "succeeded")
        group.cancelAll()
      }
    }
  }

  @Test(.timeLimit(.minutes(1)), arguments: StoreEngine.tested)
  func aDiskThatIsFullForAWhileFailsNoStep(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(
        store: store,
        actions: [
          .test("careful") { (call) async throws(StepFailure) in
            do {
              try await call.checkpoint.save("begun")
              return try await call.checkpoint.load() ?? .null
            } catch {
              throw StepFailure(code: "unsaved", message: "\(error)")
            }
          }
        ])
      _ = try await fixture.flow("{name: Inner, steps: [{id: n, state: {increment: inner}}]}")
      let flow = try await fixture.flow(
        """
        name: Full
        steps:
          - {id: each, forEach: [1, 2, 3], steps: [{id: n, state: {increment: all}}]}
          - {id: saved, action: test/careful}
          - {id: sub, flow: Inner, wait: true}
          - {id: all, transform: {count: "{{ .steps.each[2] }}", saved: "{{ .steps.saved }}", sub: "{{ .steps.sub }}"}}
        """)
      // The pauses in which the engine sits a full disk out, shortened; the test itself waits for the end of the run.
      var hasty = Effects.live
      hasty.sleep = { try await Task.sleep(for: $0 / 50) }
      let run = try await fixture.flows.run(flow.id, as: fixture.principal)
      try await withThrowingTaskGroup(of: Void.self) { [hasty] group in
        group.addTask { try await fixture.worker(on: FullStore(store), effects: hasty).run() }
        let ended = try await fixture.ended(run.id)
        guard case .succeeded(_, let output) = ended.state else { throw MissingRequirement("\(ended.state)") }
        #expect(output == ["count": 3, "saved": "begun", "sub": 1])
        group.cancelAll()
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aGracefulStopFinishesWhatIsInHandAndGivesTheRunBack(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let gate = Gate()
      let calls = Counter()
      let fixture = try FlowFixture(
        store: store,
        actions: [
          .test("slow") { (call) async throws(StepFailure) in
            calls.next(call.idempotencyKey)
            await withGracefulShutdownHandler {
              await gate.wait()
            } onGracefulShutdown: {
              gate.open()
            }
            return "done"
          }
        ])
      let flow = try await fixture.flow("{name: Stop, steps: [{id: a, action: test/slow}, {id: b, action: test/slow}]}")
      let run = try await fixture.flows.run(flow.id, as: fixture.principal)
      let group = ServiceGroup(
        services: [fixture.worker()], gracefulShutdownSignals: [], logger: .init(label: "test"))
      try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await group.run() }
        for try await update in try await fixture.runs.events(of: run.id, as: fixture.principal)
        where !update.entries.isEmpty { break }
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
      }
      let given = try await fixture.runs.run(run.id, as: fixture.principal)
      #expect(given.state == .queued)
      let entries = try await fixture.runs.log(of: run.id, as: fixture.principal).entries
      #expect(entries.first { $0.path == "a" }?.state == "succeeded")
      #expect(calls["\(run.id)/b"] == 0)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aRunThatWaitsLongIsGivenUpAndTakenAgainInTime(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let calls = Counter()
      let fixture = try FlowFixture(
        store: store,
        actions: [
          .test("later") { (call) async throws(StepFailure) in
            if calls.next("later") == 1 {
              throw StepFailure(code: "busy", message: "Busy.", retry: .after(.seconds(600)))
            }
            return "done"
          }
        ])
      let flow = try await fixture.flow("{name: Waits, steps: [{id: a, action: test/later}]}")
      let run = try await fixture.flows.run(flow.id, as: fixture.principal)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await fixture.worker().run() }
        for try await update in try await fixture.runs.events(of: run.id, as: fixture.principal) {
          if case .waiting = update.run.state { break }
        }
        group.cancelAll()
      }
      var later = Effects.live
      later.now = { Date().addingTimeInterval(601) }
      try await withThrowingTaskGroup(of: Void.self) { [later] group in
        group.addTask { try await fixture.worker(effects: later).run() }
        let ended = try await fixture.ended(run.id)
        #expect(ended.state.name == "succeeded")
        group.cancelAll()
      }
      #expect(calls["later"] == 2)
    }
  }
}

/// Holds everybody until it is opened.
private final class Gate: Sendable {
  private let waiters = Mutex<(isOpen: Bool, continuations: [CheckedContinuation<Void, Never>])>((false, []))

  func wait() async {
    await withCheckedContinuation { waiter in
      let isOpen = waiters.withLock { state in
        if !state.isOpen { state.continuations.append(waiter) }
        return state.isOpen
      }
      if isOpen { waiter.resume() }
    }
  }

  func open() {
    let all = waiters.withLock { state in
      state.isOpen = true
      return state.continuations
    }
    for waiter in all { waiter.resume() }
  }
}
