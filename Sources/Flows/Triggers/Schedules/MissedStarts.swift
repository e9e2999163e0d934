import Foundation

/// Which runs a schedule starts that was due at some time and is looked at later. Pure.
struct MissedStarts: Equatable {
  /// The times to start runs for, the earliest first.
  let starts: [Date]
  /// How many of the times that have come start nothing; `nil` when nobody counted.
  let leftOut: Int?
  /// When it is due next; `nil` when never again.
  let next: Date?

  /// - Parameters:
  ///   - due: the first time that has come; not after `now`.
  ///   - now: when somebody looks.
  init(_ trigger: ScheduleTrigger, due: Date, now: Date) {
    let (latest, total) = Self.latest(trigger, due: due, now: now)
    switch trigger.missed {
    case .all: starts = latest
    case .once: starts = Array(latest.suffix(1))
    case .skip:
      let isOnTime = latest.last.map { now.timeIntervalSince($0) <= ScheduleTrigger.grace } ?? false
      starts = isOnTime ? Array(latest.suffix(1)) : []
    }
    leftOut = total.map { [starts] in $0 - starts.count }
    next = trigger.next(after: now, last: due)
  }

  /// The latest times that have come, at most ``ScheduleTrigger/mostRuns`` of them, and how many there are in all.
  ///
  /// A cron line can only be walked forwards, so ever larger pieces of the past are walked until there are enough: what
  /// a line of minutes missed in a year costs no more than what it missed in some hours.
  private static func latest(_ trigger: ScheduleTrigger, due: Date, now: Date) -> (times: [Date], total: Int?) {
    var window: TimeInterval = 3600
    while true {
      let from = max(due, now - window)
      var times = from == due ? [due] : []
      var time = trigger.next(after: from, last: due)
      while let found = time, found <= now {
        times.append(found)
        time = trigger.next(after: found, last: due)
      }
      if from == due || times.count >= ScheduleTrigger.mostRuns {
        let total = from == due ? times.count : count(trigger, due: due, until: now)
        return (Array(times.suffix(ScheduleTrigger.mostRuns)), total)
      }
      window *= 2
    }
  }

  /// How many times an interval came from `due` to `end`; cron lines aren't counted.
  private static func count(_ trigger: ScheduleTrigger, due: Date, until end: Date) -> Int? {
    guard case .every(let interval) = trigger.rule else { return nil }
    return 1 + Int((end.timeIntervalSince(due) / (Double(interval.milliseconds) / 1000)).rounded(.down))
  }
}
