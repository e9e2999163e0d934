import Core
import Foundation
import Persistence
import Synchronization
import TestSupport
import Testing

@testable import Flows

/// The limits of flows, kept by workers on one database.
@Suite struct LimitedRunTests {
  @Test(arguments: StoreEngine.tested)
  func noMoreRunsAtOnceThanTheFlowAllowsWhateverTheNumberOfWorkers(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let crowd = Crowd()
      let fixture = try FlowFixture(store: store, actions: [crowd.action])
      let flow = try await fixture.flow(
        "{name: Two at once, limits: {concurrency: 2}, steps: [{id: a, action: test/crowd}]}")
      let runs = try await start(8, of: flow, fixture)
      try await working(fixture, workers: 2) {
        for run in runs {
          let state = try await fixture.ended(run).state.name
          #expect(state == "succeeded")
        }
      }
      #expect(crowd.largest(of: "") <= 2)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func runsWithTheSameKeyTakeTurnsAndOthersPass(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let crowd = Crowd()
      let fixture = try FlowFixture(store: store, actions: [crowd.action])
      let flow = try await fixture.flow(
        """
        name: One for each customer
        limits: {per: {key: "{{ .trigger.customer }}", concurrency: 1}}
        steps: [{id: a, action: test/crowd, input: {of: "{{ .trigger.customer }}"}}]
        """)
      var runs: [RunID] = []
      for number in 0..<9 {
        let input: JSONValue = ["customer": .string("c\(number % 3)")]
        runs.append(try await fixture.flows.run(flow.id, input: input, as: fixture.principal).id)
      }
      try await working(fixture, workers: 2) {
        for run in runs {
          let state = try await fixture.ended(run).state.name
          #expect(state == "succeeded")
        }
      }
      #expect((0..<3).map { crowd.largest(of: "c\($0)") } == [1, 1, 1])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aRunThatIsPutOffIsQueuedAndSaysWhatItWaitsFor(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(store: store)
      let flow = try await fixture.flow(
        "{name: One at once, limits: {concurrency: 1}, steps: [{id: a, action: weir/noop}]}")
      _ = try await start(2, of: flow, fixture)
      let limits = try await definition(of: flow, fixture).limits
      let now = Date()
      let claimed = try await claim(store, at: now)
      #expect(try await admit(claimed[0], limits, store, at: now) == .admit)
      #expect(try await admit(claimed[1], limits, store, at: now) != .admit)
      let held = try await fixture.runs.run(claimed[1].lease.run, as: fixture.principal)
      #expect(held.state == .queued)
      #expect(held.hold == .concurrency)
      #expect(held.startedAt == nil)
      #expect(try await claim(store, at: now + 1).isEmpty)
      // The end of the other wakes it.
      var end = RunCommit(lease: claimed[0].lease, revision: 1)
      end.ending = .ended(.succeeded(output: .null), at: now + 2)
      try await JournalWriter(store: store).commit(end)
      let woken = try #require(try await claim(store, at: now + 2).first)
      #expect(try await admit(woken, limits, store, at: now + 2) == .admit)
      #expect(try await fixture.runs.run(claimed[1].lease.run, as: fixture.principal).hold == nil)
    }
  }

  /// Otherwise it would be taken a second time while it is being carried out.
  @Test(arguments: StoreEngine.tested)
  func aFreePlaceDoesNotMakeARunDueThatAWorkerAsksAboutAnew(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(store: store)
      let flow = try await fixture.flow(
        "{name: One at once, limits: {concurrency: 1}, steps: [{id: a, action: weir/noop}]}")
      _ = try await start(2, of: flow, fixture)
      let limits = try await definition(of: flow, fixture).limits
      let now = Date()
      let claimed = try await claim(store, at: now)
      #expect(try await admit(claimed[0], limits, store, at: now) == .admit)
      #expect(try await admit(claimed[1], limits, store, at: now) != .admit)
      // It looks again by itself, and is in a worker's hands when the other ends.
      let later = now + Admission.recheck
      let taken = try await claim(store, at: later)
      let first = try #require(taken.first { $0.lease.run == claimed[0].lease.run })
      let second = try #require(taken.first { $0.lease.run == claimed[1].lease.run })
      var end = RunCommit(lease: first.lease, revision: 1)
      end.ending = .ended(.succeeded(output: .null), at: later)
      try await JournalWriter(store: store).commit(end)
      #expect(try await admit(second, limits, store, at: later) == .admit)
      #expect(try await claim(store, at: later + 1).isEmpty)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aThrottledFlowBeginsSoManyRunsInEverySpan(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(store: store)
      let flow = try await fixture.flow(
        "{name: Slow, limits: {throttle: {runs: 2, every: 1m}}, steps: [{id: a, action: weir/noop}]}")
      _ = try await start(5, of: flow, fixture)
      let limits = try await definition(of: flow, fixture).limits
      // Whole, since the store keeps milliseconds.
      let now = Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.up))
      var begun: [Int] = []
      for minute in 0..<3 {
        let at = now + Double(minute) * 60
        var count = 0
        for run in try await claim(store, at: at) where !run.isAdmitted {
          if try await admit(run, limits, store, at: at) == .admit { count += 1 }
        }
        begun.append(count)
      }
      #expect(begun == [2, 2, 1])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func ofCallsInQuickSuccessionTheLastOneCounts(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let clock = TestClock(now: Date())
      let fixture = try FlowFixture(store: store, effects: clock.effects())
      let flow = try await fixture.flow(
        "{name: Quiet, limits: {debounce: {for: 30s}}, steps: [{id: a, action: weir/noop}]}")
      let limits = try await definition(of: flow, fixture).limits
      var runs: [RunID] = []
      for _ in 0..<3 {
        runs.append(try await fixture.flows.run(flow.id, as: fixture.principal).id)
        for run in try await claim(store, at: clock.now) {
          #expect(try await admit(run, limits, store, at: clock.now, debounce: "") != .admit)
        }
        clock.advance(by: .seconds(10))
      }
      clock.advance(by: .seconds(30))
      var decisions: [RunID: Admission.Decision] = [:]
      for run in try await claim(store, at: clock.now) {
        decisions[run.lease.run] = try await admit(run, limits, store, at: clock.now, debounce: "")
      }
      #expect(runs.map { decisions[$0] } == [.supersede, .supersede, .admit])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func tenThousandQueuedRunsDontDelayTheRunOfAnotherFlow(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(store: store)
      let big = try await fixture.flow("{name: Big, steps: [{id: a, action: weir/noop}]}")
      let small = try await fixture.flow("{name: Small, steps: [{id: a, action: weir/noop}]}")
      _ = try await start(100, of: big, fixture)
      let run = try await start(1, of: small, fixture)
      let queues = try await store.read { try DueRuns(session: $0).queues(at: Date(), limit: 72) }
      #expect(Dictionary(uniqueKeysWithValues: queues.map { ($0.flow, $0.due) }) == [big.id: 72, small.id: 1])
      var share = FairShare(inHand: [])
      let shares = share.share(queues, places: 8)
      let claimed = try await store.writeLocking { session in
        try shares.flatMap { flow, count in
          try RunStore(session: session).claim(worker: "w", at: Date(), until: Date() + 30, limit: count, of: flow)
        }
      }
      #expect(claimed.count == 8)
      #expect(claimed.contains { $0.lease.run == run[0] })
    }
  }

  private func start(_ count: Int, of flow: Flow, _ fixture: FlowFixture) async throws -> [RunID] {
    var runs: [RunID] = []
    for _ in 0..<count { runs.append(try await fixture.flows.run(flow.id, as: fixture.principal).id) }
    return runs
  }

  private func definition(of flow: Flow, _ fixture: FlowFixture) async throws -> FlowDefinition {
    try await PlanCache().definition(of: flow.id, version: flow.version, in: fixture.store)
  }

  private func claim(_ store: any Store, at now: Date) async throws -> [ClaimedRun] {
    try await store.writeLocking { session in
      try RunStore(session: session).claim(worker: "w", at: now, until: now + 30, limit: 100).sorted {
        ($0.lease.fencing, $0.lease.run) < ($1.lease.fencing, $1.lease.run)
      }
    }
  }

  private func admit(
    _ run: ClaimedRun, _ limits: FlowLimits, _ store: any Store, at now: Date, debounce: String? = nil
  ) async throws -> Admission.Decision? {
    try await store.writeLocking { session in
      try AdmissionStore(session: session).decide(
        run, limits, AdmissionStore.Keys(limit: nil, debounce: debounce), at: now)
    }
  }

  private func working(_ fixture: FlowFixture, workers: Int, _ body: () async throws -> Void) async throws {
    let working = (0..<workers).map { _ in Task { try await fixture.worker().run() } }
    try await body()
    for worker in working { worker.cancel() }
    for worker in working { _ = try? await worker.value }
  }
}

/// Notes how many are inside of an action at once.
private final class Crowd: Sendable {
  private let state = Mutex<(now: [String: Int], largest: [String: Int])>(([:], [:]))

  var action: RegisteredAction {
    .test("crowd") { (call) async throws(StepFailure) in
      let name = call.input["of"]?.stringValue ?? ""
      self.change(name, by: 1)
      for _ in 0..<20 { await Task.yield() }
      self.change(name, by: -1)
      return .null
    }
  }

  func largest(of name: String) -> Int { state.withLock { $0.largest[name] ?? 0 } }

  private func change(_ name: String, by count: Int) {
    state.withLock { state in
      state.now[name, default: 0] += count
      state.largest[name] = max(state.largest[name] ?? 0, state.now[name] ?? 0)
    }
  }
}
