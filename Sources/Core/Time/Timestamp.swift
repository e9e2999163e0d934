package import Foundation

/// Instants as Weir writes them: ISO 8601, UTC, to the millisecond (`2026-11-06T04:31:36.953Z`).
package enum Timestamp {
  private static let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

  package static func format(_ date: Date) -> String {
    // Rounded first: the formatter cuts off, and a time read back from storage must print the same.
    style.format(Date(milliseconds: date.milliseconds))
  }

  /// Reads ISO 8601 as clients write it: with or without fractions of a second; without a zone it is taken as UTC.
  /// - Returns: `nil` when `text` is no date and time, nor a date alone (its first instant is then meant).
  package static func parse(_ text: String) -> Date? {
    var text = text.replacingOccurrences(of: " ", with: "T")
    if text.count == 10 { text += "T00:00:00Z" }
    let hasZone = text.hasSuffix("Z") || text.dropFirst(10).contains { $0 == "+" || $0 == "-" }
    if !hasZone { text += "Z" }
    if let date = try? Date(text, strategy: .iso8601) { return date }
    return try? style.parse(text)
  }
}

extension Date {
  /// Milliseconds since 1970, the form in which instants are stored.
  package var milliseconds: Int64 { Int64((timeIntervalSince1970 * 1000).rounded()) }

  package init(milliseconds: Int64) {
    self.init(timeIntervalSince1970: Double(milliseconds) / 1000)
  }
}
