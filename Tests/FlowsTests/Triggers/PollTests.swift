import Core
import Flows
import Foundation
import Logging
import Synchronization
import TestSupport
import Testing

/// Flows that start when a connector finds something new.
@Suite struct PollTests {
  /// A service that has things, and tells those after a cursor, two at a time.
  private final class Shelf: Sendable {
    let things = Mutex<[String]>([])
    let asked = Mutex(0)
    let isBroken = Mutex(false)

    func put(_ names: String...) { things.withLock { $0 += names } }

    var action: RegisteredAction {
      .test("changes") { [self] call async throws(StepFailure) in
        asked.withLock { $0 += 1 }
        if isBroken.withLock(\.self) { throw StepFailure(code: "away", message: "It is away.", retry: .backOff) }
        let from = call.input["cursor"]?.intValue.map(Int.init) ?? 0
        let all = things.withLock(\.self)
        let page = all.dropFirst(from).prefix(2)
        return [
          "items": .array(page.map(JSONValue.string)), "cursor": JSONValue(from + page.count),
          "more": .bool(from + page.count < all.count),
        ]
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func newThingsStartRunsAndOldOnesDont(engine: StoreEngine) async throws {
    try await withPoll(engine) { fixture, flow, shelf, clock in
      shelf.put("old 1", "old 2", "old 3")
      let service = service(fixture)
      #expect(await service.askDue() == 0)
      shelf.put("a", "b", "c")
      #expect(await service.askDue() == 0)
      clock.advance(by: .seconds(61))
      #expect(await service.askDue() == 2)
      let found = try await items(fixture, flow)
      #expect(found == [["a", "b"], ["c"]])
      clock.advance(by: .seconds(61))
      #expect(await service.askDue() == 0)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func manyProcessesFindEachThingOnce(engine: StoreEngine) async throws {
    try await withPoll(engine, start: "all") { fixture, flow, shelf, _ in
      shelf.put("a", "b", "c", "d", "e")
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<6 { group.addTask { await service(fixture).askDue() } }
      }
      let found = try await items(fixture, flow).flatMap(\.self).sorted()
      #expect(found == ["a", "b", "c", "d", "e"])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aServiceThatIsAwayIsAskedLessOftenAndTheFlowSaysSo(engine: StoreEngine) async throws {
    try await withPoll(engine) { fixture, flow, shelf, clock in
      shelf.isBroken.withLock { $0 = true }
      let service = service(fixture)
      _ = await service.askDue()
      let status = try await fixture.flows.triggers(of: flow.id, as: fixture.principal)[0]
      #expect(status.problem?.code == "away")
      #expect(status.nextPoll == clock.now + 60)
      clock.advance(by: .seconds(61))
      _ = await service.askDue()
      #expect(try await fixture.flows.triggers(of: flow.id, as: fixture.principal)[0].nextPoll == clock.now + 120)
      shelf.isBroken.withLock { $0 = false }
      shelf.put("a")
      clock.advance(by: .seconds(121))
      _ = await service.askDue()
      #expect(try await fixture.flows.triggers(of: flow.id, as: fixture.principal)[0].problem == nil)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func theCursorOutlivesSavingAndSwitchingOff(engine: StoreEngine) async throws {
    try await withPoll(engine) { fixture, flow, shelf, clock in
      shelf.put("old")
      _ = await service(fixture).askDue()
      _ = try await fixture.flows.setActive(flow.id, false, as: fixture.principal)
      shelf.put("while it was off")
      #expect(await service(fixture).askDue() == 0)
      _ = try await fixture.flows.update(
        flow.id, FlowDocument.parse(Self.yaml(start: "new") + "\ndescription: changed"), as: fixture.principal)
      _ = try await fixture.flows.setActive(flow.id, true, as: fixture.principal)
      #expect(await service(fixture).askDue() == 1)
      let found = try await items(fixture, flow)
      #expect(found == [["while it was off"]])
    }
  }

  @Test(arguments: [
    ("{poll: {action: test/none, every: 1m}}", "There is no action"),
    ("{poll: {action: test/changes, connection: c, every: 1m}}", "uses no connection"),
    ("{poll: {action: test/changes, every: 1s}}", "It asks too often"),
    ("{poll: {action: test/changes, input: {cursor: 3}}}", "The trigger fills it in"),
    ("{poll: {action: test/changes, start: later}}", "is not known here"),
  ])
  func aPollThatCantAskIsRefused(trigger: String, complaint: String) async throws {
    try await StoreEngine.sqlite.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(store: store, actions: [Shelf().action])
      let problems = try await fixture.flows.validate(
        FlowDocument.parse("name: Poll\ntrigger: \(trigger)\nsteps: [{id: a, action: weir/noop}]"), in: fixture.team,
        as: fixture.principal)
      #expect(problems.contains { $0.description.contains(complaint) }, "\(problems)")
    }
  }

  @Test func aPollMayUseAConnectionThatItsActionCanDoWithout() async throws {
    try await StoreEngine.sqlite.withStore(FlowsSchema.migrations) { store in
      let action = RegisteredAction(name: "test/send", title: "Send", needsConnection: false, takesConnection: true) {
        (call) async throws(StepFailure) in call.input
      }
      let fixture = try FlowFixture(store: store, actions: [action])
      let problems = try await fixture.flows.validate(
        FlowDocument.parse(
          "{name: Poll, trigger: {poll: {action: test/send, connection: c, every: 1m}}, steps: [{id: a, action: weir/noop}]}"
        ), in: fixture.team, as: fixture.principal)
      #expect(!problems.contains { $0.description.contains("uses no connection") }, "\(problems)")
    }
  }

  private static func yaml(start: String) -> String {
    """
    name: Poll
    trigger: {poll: {action: test/changes, every: 1m, start: \(start)}}
    steps: [{id: a, action: weir/noop}]
    """
  }

  private func withPoll(
    _ engine: StoreEngine, start: String = "new",
    _ body: @Sendable (FlowFixture, Flow, Shelf, TestClock) async throws -> Void
  ) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let (clock, shelf) = (TestClock(), Shelf())
      let fixture = try FlowFixture(store: store, effects: clock.effects(), actions: [shelf.action])
      let flow = try await fixture.flow(Self.yaml(start: start))
      _ = try await fixture.flows.setActive(flow.id, true, as: fixture.principal)
      try await body(fixture, flow, shelf, clock)
    }
  }

  private func service(_ fixture: FlowFixture) -> TriggerService {
    TriggerService(
      store: fixture.store, effects: fixture.effects, actions: fixture.actions, logger: Logger(label: "test"))
  }

  private func items(_ fixture: FlowFixture, _ flow: Flow) async throws -> [[String]] {
    let runs = try await fixture.runs.list(flow: flow.id, as: fixture.principal).items
    var items: [[String]] = []
    for run in runs {
      let trigger = try await fixture.runs.trigger(of: run.id, as: fixture.principal)
      items.append(trigger["items"]?.arrayValue?.compactMap(\.stringValue) ?? [])
    }
    return items.sorted { $0.lexicographicallyPrecedes($1) }
  }
}
