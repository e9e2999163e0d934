package import Foundation

/// When a flow starts by the clock, and what becomes of times at which nobody was there to start it.
package struct ScheduleTrigger: Sendable, Hashable {
  /// The times themselves.
  package enum Rule: Sendable, Hashable {
    /// Again and again after this long.
    case every(Duration)
    /// At the times of a cron line, by the clock on the wall of a time zone.
    case cron(CronSchedule, ZoneName)
    /// Once.
    case at(Date)
  }

  /// What becomes of times that have passed by more than ``grace``.
  package enum Missed: String, Sendable, Hashable, CaseIterable {
    /// One run for all of them.
    case once
    /// None.
    case skip
    /// One run for each of the latest ``mostRuns``.
    case all
  }

  /// A start that is no later than this was not missed, in seconds.
  package static let grace: TimeInterval = 60
  /// How many runs ``Missed/all`` starts at most for one absence.
  package static let mostRuns = 100

  package let rule: Rule
  package let missed: Missed

  package init(_ rule: Rule, missed: Missed = .once) {
    self.rule = rule
    self.missed = missed
  }

  /// The first time to fire after `date`.
  /// - Parameter last: when it was due last, so that intervals keep their beat.
  /// - Returns: `nil` when it never fires again.
  package func next(after date: Date, last: Date?) -> Date? {
    switch rule {
    case .every(let interval):
      let length = Double(interval.milliseconds) / 1000
      guard let last, last <= date else { return last ?? date.addingTimeInterval(length) }
      let missed = (date.timeIntervalSince(last) / length).rounded(.down)
      return last.addingTimeInterval((missed + 1) * length)
    case .cron(let schedule, let zone): return schedule.next(after: date, in: zone)
    case .at(let time): return time > date ? time : nil
    }
  }

  /// As people write it: `every 15m`, `0 6 * * 1-5 Europe/Berlin`, `at 2026-12-01T09:00:00.000Z`.
  package var text: String {
    switch rule {
    case .every(let interval): "every \(DurationText.format(interval))"
    case .cron(let schedule, let zone): "\(schedule.line) \(zone.name)"
    case .at(let time): "at \(time.ISO8601Format())"
    }
  }
}
