import Core
import Foundation
import Testing

@testable import Flows

/// Cron lines: what they mean, and what happens when clocks are changed.
@Suite struct CronScheduleTests {
  @Test(arguments: [
    ("0 6 * * 1-5", "UTC", "2026-11-06T06:00:00Z", "2026-11-09T06:00:00Z"),
    ("*/15 * * * *", "UTC", "2026-11-06T06:00:00Z", "2026-11-06T06:15:00Z"),
    ("30 9 1,15 * *", "UTC", "2026-11-06T00:00:00Z", "2026-11-15T09:30:00Z"),
    ("0 0 * JAN,jul sun", "UTC", "2026-11-06T00:00:00Z", "2027-01-03T00:00:00Z"),
    ("0 0 * * 7", "UTC", "2026-11-06T00:00:00Z", "2026-11-08T00:00:00Z"),
    ("0 0 13 * 5", "UTC", "2026-11-07T00:00:00Z", "2026-11-13T00:00:00Z"),
    ("5/20 3 * * *", "UTC", "2026-11-06T03:05:00Z", "2026-11-06T03:25:00Z"),
    ("59 23 31 12 *", "UTC", "2026-12-31T23:59:00Z", "2027-12-31T23:59:00Z"),
    ("0 0 29 2 *", "UTC", "2096-03-01T00:00:00Z", "2104-02-29T00:00:00Z"),
    ("0 8 * * *", "Asia/Kolkata", "2026-11-06T00:00:00Z", "2026-11-06T02:30:00Z"),
  ])
  func aLineFiresNext(line: String, zone: String, after: String, expected: String) throws {
    #expect(try next(line, zone, after) == expected)
  }

  /// Europe/Berlin puts clocks forward on 2026-03-29 at 01:00 UTC and back on 2026-10-25 at 01:00 UTC;
  /// America/New_York forward on 2026-03-08 at 07:00 UTC and back on 2026-11-01 at 06:00 UTC.
  @Test(arguments: [
    // A time that is skipped fires at the end of the gap, once.
    ("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z"),
    ("30 2 * * *", "Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"),
    ("15,45 2 * * *", "America/New_York", "2026-03-08T00:00:00Z", "2026-03-08T07:00:00Z"),
    ("15,45 2 * * *", "America/New_York", "2026-03-08T07:00:00Z", "2026-03-09T06:15:00Z"),
    // A time that is repeated fires the first time only.
    ("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z"),
    ("30 2 * * *", "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"),
    ("30 1 * * *", "America/New_York", "2026-11-01T05:30:00Z", "2026-11-02T06:30:00Z"),
    // Every hour goes on without a break.
    ("*/30 * * * *", "Europe/Berlin", "2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z"),
    ("*/30 * * * *", "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z"),
    ("*/30 * * * *", "Europe/Berlin", "2026-10-25T01:00:00Z", "2026-10-25T01:30:00Z"),
    ("*/30 * * * *", "Europe/Berlin", "2026-10-25T01:30:00Z", "2026-10-25T02:00:00Z"),
    ("0 * * * *", "America/New_York", "2026-11-01T05:00:00Z", "2026-11-01T06:00:00Z"),
    // Winter and summer time differ.
    ("0 9 * * *", "Europe/Berlin", "2026-03-28T00:00:00Z", "2026-03-28T08:00:00Z"),
    ("0 9 * * *", "Europe/Berlin", "2026-03-29T00:00:00Z", "2026-03-29T07:00:00Z"),
  ])
  func changesOfTheClocksAreHandled(line: String, zone: String, after: String, expected: String) throws {
    #expect(try next(line, zone, after) == expected)
  }

  @Test(arguments: [
    "0 0 30 2 *", "0 0 31 4,6,9,11 *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8", "* * * *",
    "* * * * * *", "a * * * *", "5-1 * * * *", "*/0 * * * *", ", * * * *", "1- * * * *", "@daily", "",
  ])
  func aLineThatMeansNothingIsRefused(line: String) {
    #expect(throws: CronError.self) { try CronSchedule(line) }
  }

  @Test func intervalsKeepTheirBeatAndSkipWhatWasMissed() {
    let start = Date(timeIntervalSince1970: 1000)
    let trigger = ScheduleTrigger(.every(.seconds(60)))
    #expect(trigger.next(after: start, last: start) == start + 60)
    #expect(trigger.next(after: start + 605, last: start) == start + 660)
    #expect(trigger.next(after: start, last: nil) == start + 60)
  }

  @Test(arguments: ["CET", "Mars/Phobos", "", "EST"])
  func aZoneThatIsUnknownOrUnclearIsRefused(name: String) {
    #expect(ZoneName(name) == nil)
  }

  private func next(_ line: String, _ zone: String, _ after: String) throws -> String? {
    let date = try #require(Timestamp.parse(after))
    let found = try CronSchedule(line).next(after: date, in: try #require(ZoneName(zone)))
    return found.map { $0.ISO8601Format() }
  }
}
