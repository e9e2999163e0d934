package import Foundation

/// When a source is synced by itself.
package enum SourceSchedule: Sendable, Hashable {
  case byHand
  case every12Hours
  case daily
  case weekly
  case monthly
  /// A cron line by the clock on the wall of a time zone, as `0 6 * * 1-5` in `Europe/Berlin`.
  case cron(String, zone: String)

  /// As it is written: a word, or the line and the zone behind `cron`.
  package var text: String {
    switch self {
    case .byHand: "manual"
    case .every12Hours: "12h"
    case .daily: "day"
    case .weekly: "week"
    case .monthly: "month"
    case .cron(let line, let zone): "cron \(line) \(zone)"
    }
  }

  /// Reads what ``text`` writes; a cron line without a zone is meant in UTC.
  package init?(_ text: String) {
    switch text {
    case "manual": self = .byHand
    case "12h": self = .every12Hours
    case "day": self = .daily
    case "week": self = .weekly
    case "month": self = .monthly
    default:
      let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
      guard words.first == "cron", words.count == 6 || words.count == 7 else { return nil }
      self = .cron(words[1...5].joined(separator: " "), zone: words.count == 7 ? words[6] : "UTC")
    }
  }
}

/// Tells when a cron line fires next; made of the flows' own clock where the program is put together.
package struct CronClock: Sendable {
  /// The first time after a date, in a time zone; `nil` when there is none.
  package let next: @Sendable (_ line: String, _ zone: String, _ after: Date) throws -> Date?

  /// - Parameter next: throws what is wrong with the line or the zone.
  package init(next: @escaping @Sendable (_ line: String, _ zone: String, _ after: Date) throws -> Date?) {
    self.next = next
  }

  /// When a source that was last synced at `date` is due again.
  /// - Returns: `nil` when it is synced by hand alone.
  package func due(_ schedule: SourceSchedule, after date: Date) throws -> Date? {
    switch schedule {
    case .byHand: nil
    case .every12Hours: date.addingTimeInterval(43_200)
    case .daily: date.addingTimeInterval(86_400)
    case .weekly: date.addingTimeInterval(7 * 86_400)
    case .monthly: date.addingTimeInterval(30 * 86_400)
    case .cron(let line, let zone): try next(line, zone, date)
    }
  }
}
