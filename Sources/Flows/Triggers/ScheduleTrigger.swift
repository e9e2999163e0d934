import Core
package import Foundation

/// When a flow starts by the clock.
package enum ScheduleTrigger: Sendable, Hashable {
  /// Again and again after this long.
  case every(Duration)
  /// At the times of a cron line, by the clock on the wall of a time zone.
  case cron(CronSchedule, ZoneName)
  /// Once.
  case at(Date)

  /// The first time to fire after `date`, however many were missed: a schedule that slept fires once.
  /// - Parameter last: when it was due last, so that intervals keep their beat.
  package func next(after date: Date, last: Date?) -> Date? {
    switch self {
    case .every(let interval):
      let length = Double(interval.milliseconds) / 1000
      guard let last, last <= date else { return last ?? date.addingTimeInterval(length) }
      let missed = (date.timeIntervalSince(last) / length).rounded(.down)
      return last.addingTimeInterval((missed + 1) * length)
    case .cron(let schedule, let zone): return schedule.next(after: date, in: zone)
    case .at(let time): return time > date && last == nil ? time : nil
    }
  }

  /// As people write it: `every 15m`, `0 6 * * 1-5 Europe/Berlin`.
  package var text: String {
    switch self {
    case .every(let interval): "every \(DurationText.format(interval))"
    case .cron(let schedule, let zone): "\(schedule.line) \(zone.name)"
    case .at(let time): "at \(Timestamp.format(time))"
    }
  }
}
