import Core
import Flows
import Foundation
import Identity
import Persistence
import TestSupport
import Testing

@Suite struct RetentionTests {
  private let day = 86_400.0

  /// Runs that ended so many days ago, each with some steps of so many bytes, written as the journal would.
  private func seed(_ fixture: FlowFixture, _ flow: Flow, daysAgo: [Int], bytes: Int = 1000, now: Date) async throws {
    for days in daysAgo {
      let run = try await fixture.flows.run(flow.id, as: fixture.principal).id
      let at = now.addingTimeInterval(-Double(days) * day)
      try await fixture.store.write { session in
        try session.run(
          """
          update flow_run set state = 'succeeded', created_at = \(at), started_at = \(at), ended_at = \(at),
            ready_at = null where id = \(run)
          """)
        for step in 0..<3 {
          try session.run(
            """
            insert into flow_step (run, path, step, kind, state, attempt, failures, place, revision, input, started_at,
              attempt_started_at, ended_at)
            values (\(run), \("s\(step)"), \("s\(step)"), 'action', 'succeeded', 1, 0, \(step), \(step),
              \(JSONValue.string(String(repeating: "x", count: bytes))), \(at), \(at), \(at))
            """)
        }
      }
    }
  }

  private func sweep(_ fixture: FlowFixture, _ standard: RetentionRule, clock: TestClock) -> LogSweep {
    LogSweep(retention: Retention(store: fixture.store, standard: standard), blobs: nil, effects: clock.effects())
  }

  @Test(arguments: StoreEngine.tested)
  func whatIsOldGoesAndRunsThatHaveNotEndedStay(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let clock = TestClock()
      let fixture = try FlowFixture(store: store, effects: clock.effects())
      let flow = try await fixture.flow("{name: A, steps: [{id: s0, action: weir/noop}]}")
      try await seed(fixture, flow, daysAgo: [40, 31, 29, 1], now: clock.now)
      let waiting = try await fixture.flows.run(flow.id, as: fixture.principal)
      try await store.write { session in
        try session.run("update flow_run set created_at = 0 where id = \(waiting.id)")
      }
      #expect(try await sweep(fixture, RetentionRule(days: 30), clock: clock).sweep() == 2)
      let left = try await fixture.runs.list(flow: flow.id, as: fixture.principal).items
      #expect(left.count == 3 && left.contains { $0.id == waiting.id })
      let steps = try await store.read { try $0.count("select count(*) as n from flow_step") }
      #expect(steps == 6)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func beyondTheSizeTheOldestGo(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let clock = TestClock()
      let fixture = try FlowFixture(store: store, effects: clock.effects())
      let flow = try await fixture.flow("{name: A, steps: [{id: s0, action: weir/noop}]}")
      let other = try await fixture.flow("{name: B, steps: [{id: s0, action: weir/noop}]}")
      try await seed(fixture, flow, daysAgo: [5, 4, 3, 2], bytes: 10_000, now: clock.now)
      try await seed(fixture, other, daysAgo: [5, 4], bytes: 10_000, now: clock.now)
      let retention = Retention(store: store, standard: RetentionRule())
      let state = try await retention.set(RetentionRule(bytes: 70_000), of: flow.id, as: fixture.principal)
      #expect(state.effective.bytes == 70_000 && state.runs == 4)
      #expect(try await sweep(fixture, RetentionRule(), clock: clock).sweep() == 2)
      let after = try await retention.state(of: flow.id, as: fixture.principal)
      #expect(after.runs == 2 && after.bytes > 60_000 && after.bytes <= 70_000)
      #expect(try await retention.state(of: other.id, as: fixture.principal).runs == 2)
      let left = try await fixture.runs.list(flow: flow.id, as: fixture.principal).items
      #expect(left.allSatisfy { clock.now.timeIntervalSince($0.createdAt) < 3.5 * day })
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aFlowsOwnRuleStandsAboveTheSites(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let clock = TestClock()
      let fixture = try FlowFixture(store: store, effects: clock.effects())
      let flow = try await fixture.flow("{name: A, steps: [{id: s0, action: weir/noop}]}")
      try await seed(fixture, flow, daysAgo: [40], now: clock.now)
      let retention = Retention(store: store, standard: RetentionRule(days: 30, bytes: 5))
      let state = try await retention.set(
        RetentionRule(days: 90, bytes: 1 << 30), of: flow.id, as: fixture.principal)
      #expect(state.effective == RetentionRule(days: 90, bytes: 1 << 30))
      #expect(try await sweep(fixture, RetentionRule(days: 30, bytes: 5), clock: clock).sweep() == 0)
      await #expect(throws: (any Error).self) {
        try await retention.set(RetentionRule(), of: flow.id, as: fixture.principal(role: .read))
      }
    }
  }

  @Test func theFileGetsSmallerOnSQLite() async throws {
    try await StoreEngine.sqlite.withStore(FlowsSchema.migrations) { store in
      let clock = TestClock()
      let fixture = try FlowFixture(store: store, effects: clock.effects())
      let flow = try await fixture.flow("{name: A, steps: [{id: s0, action: weir/noop}]}")
      try await seed(fixture, flow, daysAgo: Array(repeating: 40, count: 40), bytes: 50_000, now: clock.now)
      let before = try await pages(store)
      #expect(try await sweep(fixture, RetentionRule(days: 30), clock: clock).sweep() == 40)
      let after = try await pages(store)
      #expect(after.all * 4 < before.all && after.free == 0)
    }
  }

  private func pages(_ store: any Store) async throws -> (all: Int, free: Int) {
    try await store.read { session in
      (
        try session.row("pragma page_count")?.int("page_count") ?? 0,
        try session.row("pragma freelist_count")?.int("freelist_count") ?? 0
      )
    }
  }
}
