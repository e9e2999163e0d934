import Core
import Foundation
import Logging
import TestSupport
import Testing

@testable import Flows

/// Times that passed while nobody was there, and the times to come.
@Suite struct MissedStartsTests {
  private static let start = Date(timeIntervalSince1970: 1_767_225_600)

  @Test(arguments: [
    // Policy, seconds since it was due, runs, left out, seconds until the next.
    (ScheduleTrigger.Missed.once, 0.0, 1, 0, 60.0), (.once, 605, 1, 10, 660), (.skip, 5, 1, 0, 60),
    (.skip, 630, 1, 10, 660), (.all, 605, 11, 0, 660), (.all, 60 * 1000, 100, 901, 60_060),
  ])
  func aMinuteBeatIsCaughtUpAsItsPolicySays(
    missed: ScheduleTrigger.Missed, late: Double, runs: Int, leftOut: Int, next: Double
  ) {
    let trigger = ScheduleTrigger(.every(.seconds(60)), missed: missed)
    let found = MissedStarts(trigger, due: Self.start, now: Self.start + late)
    #expect(found.starts.count == runs)
    #expect(found.leftOut == leftOut)
    #expect(found.next == Self.start + next)
    #expect(found.starts == found.starts.sorted())
  }

  @Test func whatIsLateByMoreThanAMinuteIsSkipped() throws {
    let trigger = ScheduleTrigger(.cron(try CronSchedule("0 * * * *"), .utc), missed: .skip)
    let found = MissedStarts(trigger, due: Self.start, now: Self.start + 1800)
    #expect(found.starts.isEmpty)
    #expect(found.leftOut == 1)
    #expect(found.next == Self.start + 3600)
  }

  @Test func aYearOfMinutesIsCaughtUpWithItsLastHundred() throws {
    let trigger = ScheduleTrigger(.cron(try CronSchedule("* * * * *"), .utc), missed: .all)
    let now = Self.start + 365 * 86_400
    let found = MissedStarts(trigger, due: Self.start, now: now)
    #expect(found.starts.count == 100)
    #expect(found.starts.last == now)
    #expect(found.leftOut == nil)
  }

  @Test func oneTimeOnlyIsStartedLateOrNotAtAll() {
    let now = Self.start + 3600
    #expect(MissedStarts(ScheduleTrigger(.at(Self.start)), due: Self.start, now: now).starts == [Self.start])
    #expect(MissedStarts(ScheduleTrigger(.at(Self.start)), due: Self.start, now: now).next == nil)
    #expect(MissedStarts(ScheduleTrigger(.at(Self.start), missed: .skip), due: Self.start, now: now).starts.isEmpty)
  }

  @Test(arguments: [
    (
      "30 2 * * *", "Europe/Berlin", "2026-03-27T12:00:00Z",
      [
        "2026-03-28T02:30:00+01:00", "2026-03-29T03:00:00+02:00 skipped", "2026-03-30T02:30:00+02:00",
        "2026-03-31T02:30:00+02:00", "2026-04-01T02:30:00+02:00",
      ]
    ),
    (
      "30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z",
      [
        "2026-10-25T02:30:00+02:00 twice", "2026-10-26T02:30:00+01:00", "2026-10-27T02:30:00+01:00",
        "2026-10-28T02:30:00+01:00", "2026-10-29T02:30:00+01:00",
      ]
    ),
    (
      "30 2 * * *", "America/New_York", "2026-03-08T00:00:00Z",
      [
        "2026-03-08T03:00:00-04:00 skipped", "2026-03-09T02:30:00-04:00", "2026-03-10T02:30:00-04:00",
        "2026-03-11T02:30:00-04:00", "2026-03-12T02:30:00-04:00",
      ]
    ),
    (
      "30 1 * * *", "America/New_York", "2026-10-31T12:00:00Z",
      [
        "2026-11-01T01:30:00-04:00 twice", "2026-11-02T01:30:00-05:00", "2026-11-03T01:30:00-05:00",
        "2026-11-04T01:30:00-05:00", "2026-11-05T01:30:00-05:00",
      ]
    ),
  ])
  func theNextFiveTimesSayWhereClocksAreChanged(
    line: String, zone: String, after: String, expected: [String]
  ) throws {
    let rule = ScheduleTrigger.Rule.cron(try CronSchedule(line), try #require(ZoneName(zone)))
    let firings = ScheduleTrigger(rule).firings(after: try #require(Timestamp.parse(after)))
    let found = firings.map { firing in
      firing.local + (firing.note.map { $0.contains("skipped") ? " skipped" : " twice" } ?? "")
    }
    #expect(found == expected)
  }

  @Test(arguments: StoreEngine.tested)
  func eachMissedTimeStartsARunAndSaysWhatWasLeftOut(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let clock = TestClock()
      let fixture = try FlowFixture(store: store, effects: clock.effects())
      let flow = try await fixture.flow(
        "name: All\ntrigger: {schedule: {every: 1m, missed: all}}\nsteps: [{id: a, action: weir/noop}]")
      _ = try await fixture.flows.setActive(flow.id, true, as: fixture.principal)
      clock.advance(by: .seconds(60 * 150))
      let service = TriggerService(store: store, effects: fixture.effects, logger: Logger(label: "test"))
      #expect(await service.startDue() == 100)
      #expect(await service.startDue() == 0)
      let runs = try await fixture.runs.list(flow: flow.id, limit: 200, as: fixture.principal).items
      #expect(runs.count == 100)
      let trigger = try await fixture.runs.trigger(of: runs[0].id, as: fixture.principal)
      #expect(trigger["missed"] == ["started": 100, "leftOut": 50, "policy": "all"])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aSavedFlowKeepsItsBeatAndItsOneTime(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let clock = TestClock()
      let fixture = try FlowFixture(store: store, effects: clock.effects())
      let yaml = """
        name: Beat
        triggers: [{schedule: {every: 1h}}, {schedule: {at: "2026-01-01T00:30:00Z"}}]
        steps: [{id: a, action: weir/noop}]
        """
      let flow = try await fixture.flow(yaml)
      _ = try await fixture.flows.setActive(flow.id, true, as: fixture.principal)
      let first = clock.now
      clock.advance(by: .seconds(1500))
      _ = try await fixture.flows.update(
        flow.id, FlowDocument.parse(yaml + "\ndescription: changed"), as: fixture.principal)
      let triggers = try await fixture.flows.triggers(of: flow.id, as: fixture.principal)
      #expect(triggers.map { $0.firings.first?.at } == [first + 3600, first + 1800])
      #expect(triggers[0].firings.count == 5 && triggers[1].firings.count == 1)
      let service = TriggerService(store: store, effects: fixture.effects, logger: Logger(label: "test"))
      clock.advance(by: .seconds(400))
      #expect(await service.startDue() == 1)
      clock.advance(by: .seconds(400))
      #expect(await service.startDue() == 0)
      #expect(try await fixture.flows.triggers(of: flow.id, as: fixture.principal)[1].firings.isEmpty)
    }
  }
}
