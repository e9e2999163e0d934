import Core
import Foundation
import Persistence

/// Starts flows by the clock, each time once however many processes look.
///
/// The runs are written and the next time is set in one transaction under a lock on the schedule's row.
struct ScheduleStarter: Sendable {
  private static let perTransaction = 20

  let store: any Store
  let effects: Effects

  /// Starts everything whose time has come.
  /// - Returns: how many runs were started.
  func startDue() async throws -> Int {
    let now = effects.now()
    guard try await store.read({ try ScheduleStore(session: $0).isAnyDue(at: now) }) else { return 0 }
    var started = 0
    while true {
      let count = try await store.write { try startDue($0, at: now) }
      started += count.started
      if count.due < Self.perTransaction { return started }
    }
  }

  private func startDue(_ session: any Session, at now: Date) throws -> (due: Int, started: Int) {
    let schedules = ScheduleStore(session: session)
    let due = try schedules.due(at: now, limit: Self.perTransaction)
    var started = 0
    for entry in due {
      let flows = FlowStore(session: session)
      let flow = try flows.flow(entry.flow)
      let all = FlowReader.read(try flows.version(flow.id, flow.version).document).definition.schedules
      guard flow.isActive, all.indices.contains(entry.place) else {
        try schedules.advance(entry, to: nil)
        continue
      }
      let schedule = all[entry.place]
      let missed = MissedStarts(schedule, due: entry.dueAt, now: now)
      try schedules.advance(entry, to: missed.next)
      for time in missed.starts {
        try RunStore(session: session).insert(
          NewRun(
            id: effects.id(), flow: flow.id, team: flow.team, version: flow.version, triggerKind: "schedule",
            trigger: Self.trigger(time, schedule, missed), startedBy: nil, createdAt: now))
      }
      started += missed.starts.count
    }
    return (due.count, started)
  }

  /// What `.trigger` holds: also how many times were missed and start nothing, when there were any.
  private static func trigger(_ time: Date, _ schedule: ScheduleTrigger, _ missed: MissedStarts) -> JSONValue {
    var trigger: JSONObject = ["scheduledAt": JSONValue(time), "schedule": .string(schedule.text)]
    if missed.leftOut != 0 {
      trigger["missed"] = [
        "started": JSONValue(missed.starts.count), "leftOut": missed.leftOut.map { JSONValue($0) } ?? .null,
        "policy": .string(schedule.missed.rawValue),
      ]
    }
    return .object(trigger)
  }
}
