package import Foundation

/// Instants as Weir writes them: ISO 8601, UTC, to the millisecond (`2026-11-06T04:31:36.953Z`).
package enum Timestamp {
  private static let fractional = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

  package static func format(_ date: Date) -> String {
    // The fraction is written here: the formatter cuts it off from a binary number that may be a trifle too small.
    let milliseconds = date.milliseconds
    let fraction = ((milliseconds % 1000) + 1000) % 1000
    let second = Date(timeIntervalSince1970: Double((milliseconds - fraction) / 1000))
    let digits = String(1000 + fraction).dropFirst()
    return second.formatted(.iso8601).dropLast() + "." + digits + "Z"
  }

  /// Reads ISO 8601 as clients write it: with or without fractions of a second; without a zone it is taken as UTC.
  /// - Returns: `nil` when `text` is no date and time, nor a date alone (its first instant is then meant).
  package static func parse(_ text: String) -> Date? {
    var text = text.replacingOccurrences(of: " ", with: "T")
    if text.count == 10 { text += "T00:00:00Z" }
    let hasZone = text.hasSuffix("Z") || text.dropFirst(10).contains { $0 == "+" || $0 == "-" }
    if !hasZone { text += "Z" }
    // The parser below would pass over what follows the zone.
    guard text.dropFirst(19).wholeMatch(of: /(\.[0-9]+)?(Z|[+-][0-9]{2}:?[0-9]{2})/) != nil else { return nil }
    if let date = try? Date(text, strategy: .iso8601) { return date }
    return try? fractional.parse(text)
  }
}

extension Date {
  /// Milliseconds since 1970, the form in which instants are stored.
  package var milliseconds: Int64 { Int64((timeIntervalSince1970 * 1000).rounded()) }

  package init(milliseconds: Int64) {
    self.init(timeIntervalSince1970: Double(milliseconds) / 1000)
  }
}
