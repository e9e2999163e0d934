package import Core
package import Foundation

/// One time at which a schedule is going to fire, as people want to see it.
package struct Firing: Sendable, Hashable {
  package let at: Date
  /// The clock on the wall then, with its distance from UTC: `2026-10-25T02:30+02:00`.
  package let local: String
  /// Set when clocks are changed around it.
  package let note: String?

  /// For programs, with absent facts left out.
  package var json: JSONValue {
    var object: JSONObject = ["at": JSONValue(at), "local": .string(local)]
    if let note { object["note"] = .string(note) }
    return .object(object)
  }
}

extension ScheduleTrigger {
  /// The next times it fires.
  /// - Parameters:
  ///   - date: those after it.
  ///   - last: when it was due last; an interval that was never due begins at `date`.
  package func firings(after date: Date, last: Date? = nil, count: Int = 5) -> [Firing] {
    var firings: [Firing] = []
    var time = next(after: date, last: last)
    while let found = time, firings.count < count {
      firings.append(firing(at: found))
      time = next(after: found, last: found)
    }
    return firings
  }

  private func firing(at date: Date) -> Firing {
    guard case .cron(let schedule, let zone) = rule else {
      return Firing(at: date, local: ZoneName.utc.text(date), note: nil)
    }
    return Firing(at: date, local: zone.text(date), note: note(schedule, zone, date))
  }

  private func note(_ schedule: CronSchedule, _ zone: ZoneName, _ date: Date) -> String? {
    let local = zone.localTime(at: date)
    // An hour that is counted by `*` goes on by itself.
    guard !schedule.isEveryHour else { return nil }
    if !schedule.isWritten(local) {
      return "The time that was meant is skipped when clocks go forward; it fires as soon as they have."
    }
    if zone.instants(at: local).count > 1 {
      return "The hour comes twice when clocks go back; it fires the first time only."
    }
    return nil
  }
}
