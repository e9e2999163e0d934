import Core
import Flows
import Foundation
import Logging
import TestSupport
import Testing

/// Flows that start by the clock.
@Suite struct TriggerServiceTests {
  private static let yaml = """
    name: Every minute
    trigger: {schedule: {every: 1m}}
    steps: [{id: a, action: weir/noop}]
    """

  @Test(arguments: StoreEngine.tested)
  func aScheduleStartsOnceHoweverManyProcessesLook(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let clock = TestClock()
      let fixture = try FlowFixture(store: store, effects: clock.effects())
      let flow = try await fixture.flow(Self.yaml)
      _ = try await fixture.flows.setActive(flow.id, true, as: fixture.principal)
      #expect(await service(fixture).startDue() == 0)
      clock.advance(by: .seconds(61))
      let started = await withTaskGroup(of: Int.self) { group in
        for _ in 0..<8 { group.addTask { await service(fixture).startDue() } }
        return await group.reduce(0, +)
      }
      #expect(started == 1)
      let runs = try await fixture.runs.list(flow: flow.id, as: fixture.principal).items
      #expect(runs.map(\.triggerKind) == ["schedule"])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func whatWasMissedStartsOnceAndTheBeatIsKept(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let clock = TestClock()
      let fixture = try FlowFixture(store: store, effects: clock.effects())
      let flow = try await fixture.flow(Self.yaml)
      _ = try await fixture.flows.setActive(flow.id, true, as: fixture.principal)
      let start = clock.now
      clock.advance(by: .seconds(605))
      #expect(await service(fixture).startDue() == 1)
      #expect(await service(fixture).startDue() == 0)
      #expect(try await fixture.flows.flow(flow.id, as: fixture.principal).nextStart == start + 660)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aFlowThatIsSwitchedOffDoesntStart(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let clock = TestClock()
      let fixture = try FlowFixture(store: store, effects: clock.effects())
      let flow = try await fixture.flow(Self.yaml)
      _ = try await fixture.flows.setActive(flow.id, true, as: fixture.principal)
      _ = try await fixture.flows.setActive(flow.id, false, as: fixture.principal)
      clock.advance(by: .seconds(600))
      #expect(await service(fixture).startDue() == 0)
    }
  }

  private func service(_ fixture: FlowFixture) -> TriggerService {
    TriggerService(store: fixture.store, effects: fixture.effects, logger: Logger(label: "test"))
  }
}
