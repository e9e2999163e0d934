import Foundation

/// Dates as metadata writes them: `2024:05:06 07:08:09`, perhaps with fractions and a zone, or only a day.
enum EmbeddedDate {
  /// - Parameters:
  ///   - text: the date; its own zone wins.
  ///   - zone: a zone that stands beside it, as `+02:00`; without any, UTC.
  /// - Returns: `nil` when it is no date, as the zeros that cameras write when they don't know.
  static func parse(_ text: String, zone: String? = nil) -> Date? {
    let pattern =
      /^(\d{4})[:\-](\d{2})[:\-](\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*(Z|[+\-]\d{2}:?\d{2})?/
    guard let match = text.firstMatch(of: pattern) else { return nil }
    var parts = DateComponents()
    parts.calendar = Calendar(identifier: .gregorian)
    parts.timeZone = TimeZone(secondsFromGMT: offset(match.7.map(String.init) ?? zone))
    parts.year = Int(match.1)
    parts.month = Int(match.2)
    parts.day = Int(match.3)
    parts.hour = match.4.flatMap { Int($0) } ?? 0
    parts.minute = match.5.flatMap { Int($0) } ?? 0
    parts.second = match.6.flatMap { Int($0) } ?? 0
    guard let year = parts.year, year > 1800, parts.isValidDate else { return nil }
    return parts.date
  }

  /// Seconds east of Greenwich of `+02:00`.
  private static func offset(_ zone: String?) -> Int {
    guard let zone, let match = zone.firstMatch(of: /([+\-])(\d{2}):?(\d{2})/) else { return 0 }
    let seconds = (Int(match.2) ?? 0) * 3600 + (Int(match.3) ?? 0) * 60
    return match.1 == "-" ? -seconds : seconds
  }
}
