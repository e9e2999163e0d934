package import Foundation

/// A cron line of five fields: minute, hour, day of month, month, day of week.
///
/// When both days are given, either is enough, as in Vixie cron. Where clocks are changed:
/// - A time in the hour that is skipped fires once, at the first instant after it; when the hour field begins with `*`
///   it doesn't fire, because the line goes on by itself an hour later.
/// - A time in the hour that is repeated fires once, the first time; when the hour field begins with `*` it fires in
///   both hours, so that `*/15 * * * *` comes every quarter of an hour all night.
package struct CronSchedule: Sendable, Hashable {
  /// As written, with single blanks.
  package let line: String
  private let minutes: [Int]
  private let hours: [Int]
  /// Whether the hour field begins with `*`.
  let isEveryHour: Bool
  private let daysOfMonth: CronField
  private let months: CronField
  private let daysOfWeek: CronField

  /// Eight years and a bit: from 29 February 2096 to that of 2104, the longest wait there is.
  private static let searchedDays: Int64 = 366 * 8 + 2

  /// - Throws: also when the line would never fire.
  package init(_ line: String) throws(CronError) {
    let fields = line.split(whereSeparator: \.isWhitespace)
    guard fields.count == 5 else { throw .fieldCount(fields.count) }
    self.line = fields.joined(separator: " ")
    minutes = try CronField(fields[0], .minute).values.sorted()
    let hourField = try CronField(fields[1], .hour)
    hours = hourField.values.sorted()
    isEveryHour = hourField.isWildcard
    daysOfMonth = try CronField(fields[2], .dayOfMonth)
    months = try CronField(fields[3], .month)
    daysOfWeek = try CronField(fields[4], .dayOfWeek)
    guard (0..<Self.searchedDays).contains(where: matches(day:)) else { throw .neverFires }
  }

  /// The first time to fire after `date`.
  /// - Returns: `nil` when there is none within eight years.
  package func next(after date: Date, in zone: ZoneName) -> Date? {
    // A day earlier, because the end of a skipped hour may belong to the day before.
    let today = zone.localTime(at: date).day
    for day in (today - 1)...(today + Self.searchedDays) where matches(day: day) {
      if let found = first(after: date, onDay: day, in: zone) { return found }
    }
    return nil
  }

  private func first(after date: Date, onDay day: Int64, in zone: ZoneName) -> Date? {
    // Clocks are never moved by more than three hours: what is earlier by that much can be passed over, and what is
    // later by that much can't come before the best one found.
    let slack: Int64 = 3 * 3600
    let floor = zone.localTime(at: date).secondsSince1970 - slack
    var best: Date?
    var ceiling = Int64.max
    for hour in hours {
      for minute in minutes {
        let local = LocalTime(day: day, hour: hour, minute: minute)
        guard local.secondsSince1970 >= floor else { continue }
        guard local.secondsSince1970 <= ceiling else { return best }
        guard let found = instants(at: local, in: zone).first(where: { $0 > date }) else { continue }
        if best.map({ found < $0 }) ?? true {
          best = found
          ceiling = zone.localTime(at: found).secondsSince1970 + slack
        }
      }
    }
    return best
  }

  private func instants(at local: LocalTime, in zone: ZoneName) -> [Date] {
    let instants = zone.instants(at: local)
    if isEveryHour { return instants }
    return instants.first.map { [$0] } ?? [zone.endOfGap(around: local)]
  }

  /// Whether the line names this time of the clock, in hours and minutes.
  func isWritten(_ local: LocalTime) -> Bool {
    let seconds = local.secondsSince1970 - local.day * 86_400
    return hours.contains(Int(seconds / 3600)) && minutes.contains(Int(seconds % 3600 / 60))
  }

  private func matches(day: Int64) -> Bool {
    let civil = LocalTime.civil(ofDay: day)
    guard months.values.contains(civil.month) else { return false }
    let fitsMonth = daysOfMonth.values.contains(civil.day)
    let fitsWeek = daysOfWeek.values.contains(LocalTime.weekday(ofDay: day))
    return daysOfMonth.isWildcard || daysOfWeek.isWildcard ? fitsMonth && fitsWeek : fitsMonth || fitsWeek
  }
}
