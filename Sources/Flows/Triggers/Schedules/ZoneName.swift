import Foundation

/// A time zone of the IANA database that this machine knows.
package struct ZoneName: Sendable, Hashable {
  /// As written: `Europe/Berlin`.
  package let name: String
  let zone: TimeZone

  static let utc = ZoneName(name: "UTC", zone: .gmt)

  private init(name: String, zone: TimeZone) {
    self.name = name
    self.zone = zone
  }

  /// - Returns: `nil` when there is no such zone.
  package init?(_ name: String) {
    // Abbreviations like "CET" mean different things in different places; only UTC and GMT are clear.
    guard name.contains("/") || ["UTC", "GMT"].contains(name), let zone = TimeZone(identifier: name) else { return nil }
    self.name = name
    self.zone = zone
  }

  /// Every instant at which clocks in the zone show `local`: none in the hour skipped in spring, two in the hour
  /// repeated in autumn.
  func instants(at local: LocalTime) -> [Date] {
    let guess = Double(local.secondsSince1970)
    let offsets = Set([-86_400.0, 0, 86_400].map { offset(at: Date(timeIntervalSince1970: guess + $0)) })
    return offsets.map { Date(timeIntervalSince1970: guess - Double($0)) }
      .filter { Double(offset(at: $0)) + $0.timeIntervalSince1970 == guess }
      .sorted()
  }

  /// The first instant after the gap that swallows `local`.
  func endOfGap(around local: LocalTime) -> Date {
    let guess = Double(local.secondsSince1970)
    let before = offset(at: Date(timeIntervalSince1970: guess - 86_400))
    var low = guess - Double(before) - 86_400
    var high = guess - Double(before) + 86_400
    let initial = offset(at: Date(timeIntervalSince1970: low))
    while high - low > 1 {
      let middle = ((low + high) / 2).rounded(.down)
      if offset(at: Date(timeIntervalSince1970: middle)) == initial { low = middle } else { high = middle }
    }
    return Date(timeIntervalSince1970: high)
  }

  func localTime(at date: Date) -> LocalTime {
    LocalTime(secondsSince1970: Int64(date.timeIntervalSince1970.rounded(.down)) + Int64(offset(at: date)))
  }

  /// The clock on the wall, to the minute or to the second, with its distance from UTC.
  func text(_ date: Date) -> String {
    let local = localTime(at: date)
    let (year, month, day) = LocalTime.civil(ofDay: local.day)
    let seconds = local.secondsSince1970 - local.day * 86_400
    let offset = offset(at: date)
    let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { Self.two($0) }
    let distance =
      offset == 0
      ? "Z" : (offset < 0 ? "-" : "+") + Self.two(abs(offset) / 3600) + ":" + Self.two(abs(offset) / 60 % 60)
    return "\(year)-\(Self.two(month))-\(Self.two(day))T\(clock.joined(separator: ":"))\(distance)"
  }

  private static func two(_ number: some BinaryInteger) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }

  private func offset(at date: Date) -> Int { zone.secondsFromGMT(for: date) }
}
