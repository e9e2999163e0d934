import Core
import Foundation
import Logging
import Synchronization
import TestSupport
import Testing

@testable import Flows

/// Flows that start by what happens in the library.
@Suite struct LibraryTriggerTests {
  /// A library of events alone.
  private final class Happenings: Sendable {
    private let events = Mutex<[LibraryFeed.Event]>([])

    func add(_ type: String, _ data: JSONObject, at: Date) {
      events.withLock { events in
        let number = Int64(events.count + 1)
        events.append(LibraryFeed.Event(sequence: number, id: "event-\(number)", type: type, at: at, data: data))
      }
    }

    var feed: LibraryFeed {
      LibraryFeed(
        channel: "test_events",
        events: { after, limit in Array(self.events.withLock { $0.filter { $0.sequence > after }.prefix(limit) }) },
        latest: { self.events.withLock { $0.last?.sequence ?? 0 } },
        forget: { through, before in
          self.events.withLock { $0.removeAll { $0.sequence <= through && $0.at < before } }
        })
    }

    var kept: [Int64] { events.withLock { $0.map(\.sequence) } }
  }

  @Test(arguments: StoreEngine.tested)
  func eventsThatWereReadAreForgottenAfterAWeek(engine: StoreEngine) async throws {
    try await withFlow(engine, "{library: {events: [asset.created]}}") { fixture, _, happenings, clock in
      let service = service(fixture, happenings)
      #expect(await service.hearLibrary() == 0)
      happenings.add("Asset.MediaFileAdded", [:], at: clock.now - 8 * 86_400)
      happenings.add("Asset.MediaFileAdded", [:], at: clock.now)
      await service.forget()
      #expect(happenings.kept == [1, 2], "nobody has read them")
      await service.hearLibrary()
      await service.forget()
      #expect(happenings.kept == [2])
      await fixture.evaluator.stop()
    }
  }

  @Test(arguments: StoreEngine.tested)
  func eachEventThatIsWantedStartsOneRunHoweverManyLook(engine: StoreEngine) async throws {
    let trigger = #"{library: {events: [asset.created], where: "{{ .trigger.data.FileSize > 100 }}"}}"#
    try await withFlow(engine, trigger) { fixture, flow, happenings, clock in
      happenings.add("Asset.MediaFileAdded", ["AssetId": "before", "FileSize": 500], at: clock.now - 10)
      #expect(await service(fixture, happenings).hearLibrary() == 0)
      for number in 0..<30 {
        happenings.add(
          "Asset.MediaFileAdded", ["AssetId": "\(number)", "FileSize": JSONValue(number * 10)], at: clock.now)
        happenings.add("Asset.KeywordsAdded", ["AssetId": "\(number)"], at: clock.now)
      }
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<5 { group.addTask { await service(fixture, happenings).hearLibrary() } }
      }
      let runs = try await fixture.runs.list(flow: flow.id, limit: 100, as: fixture.principal).items
      #expect(runs.count == 19)
      #expect(Set(runs.map(\.triggerKind)) == ["library"])
      var seen: Set<String> = []
      for run in runs {
        let trigger = try await fixture.runs.trigger(of: run.id, as: fixture.principal)
        seen.insert(trigger["data"]?["AssetId"]?.stringValue ?? "")
        #expect(trigger["event"]?["type"] == "Asset.MediaFileAdded")
      }
      #expect(seen == Set((11..<30).map { "\($0)" }))
      await fixture.evaluator.stop()
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aFilterThatFailsIsSaidInARun(engine: StoreEngine) async throws {
    let trigger = #"{library: {events: [Asset.StatusUpdated], where: "{{ .trigger.data.Status | tonumber > 1 }}"}}"#
    try await withFlow(engine, trigger) { fixture, flow, happenings, clock in
      _ = await service(fixture, happenings).hearLibrary()
      happenings.add("Asset.StatusUpdated", ["Status": "Approved"], at: clock.now)
      _ = await service(fixture, happenings).hearLibrary()
      let runs = try await fixture.runs.list(flow: flow.id, as: fixture.principal).items
      #expect(runs.map(\.state.name) == ["failed"])
      await fixture.evaluator.stop()
    }
  }

  @Test(arguments: [
    "{library: {events: [asset.exploded]}}", "{library: {}}",
    "{library: {events: [asset.created], where: '{{ .item'}}",
    "{flow: {}}", "{flow: {flow: x, on: [done]}}", "{skyhook: {event: [x]}}", "{webhook: {preset: myspace}}",
    "{webhook: {preset: github, bearer: true}}", "{webhook: {key: {cookie: x}}}", "{webhook: {replyTimeout: 3s}}",
    "{webhook: {reply: response, replyTimeout: 1h}}", "{schedule: {at: 2026-12-01}}",
    "{schedule: {every: 1m, cron: x}}",
    "{schedule: {every: 1m, missed: never}}", "{schedule: {every: 1m, timeZone: UTC}}",
    "[webhook, skyhook]", "sometimes",
  ])
  func aTriggerThatMeansNothingIsRefused(trigger: String) throws {
    let document = try FlowDocument.parse("name: x\ntrigger: \(trigger)\nsteps: [{id: a, action: weir/noop}]")
    #expect(!FlowReader.read(document).problems.isEmpty)
  }

  private func withFlow(
    _ engine: StoreEngine, _ trigger: String,
    _ body: @Sendable (FlowFixture, Flow, Happenings, TestClock) async throws -> Void
  ) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let (clock, happenings) = (TestClock(), Happenings())
      let fixture = try FlowFixture(store: store, effects: clock.effects())
      let flow = try await fixture.flow("name: Library\ntrigger: \(trigger)\nsteps: [{id: a, action: weir/noop}]")
      _ = try await fixture.flows.setActive(flow.id, true, as: fixture.principal)
      try await body(fixture, flow, happenings, clock)
    }
  }

  private func service(_ fixture: FlowFixture, _ happenings: Happenings) -> TriggerService {
    TriggerService(
      store: fixture.store, effects: fixture.effects,
      library: (feed: happenings.feed, evaluator: fixture.evaluator), logger: Logger(label: "test"))
  }
}
