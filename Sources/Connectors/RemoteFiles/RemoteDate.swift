package import Core
package import Foundation

/// Reads instants as services write them.
package enum RemoteDate {
  /// What lies outside of the years 1970 to 9999 is no date of a file.
  private static let range = 0.0..<253_402_300_800

  /// - Returns: `nil` for what is no instant: ISO 8601, RFC 9110's dates, seconds or milliseconds since 1970, as a number
  ///   or in text, or the digits of a date down to milliseconds, as `20261120100000000`.
  package static func parse(_ value: JSONValue) -> Date? {
    switch value {
    case .int, .double: return value.doubleValue.flatMap(epoch)
    case .string(let text):
      let text = text.trimmingCharacters(in: .whitespaces)
      if let date = digits(text) { return date }
      if let number = Double(text) { return text.count < 9 ? nil : epoch(number) }
      return (Timestamp.parse(text) ?? http(text)).flatMap { range.contains($0.timeIntervalSince1970) ? $0 : nil }
    default: return nil
    }
  }

  /// So large a number counts milliseconds: as seconds it would be beyond the year 5000.
  private static func epoch(_ number: Double) -> Date? {
    let seconds = number >= 100_000_000_000 ? number / 1000 : number
    return number > 0 && range.contains(seconds) ? Date(timeIntervalSince1970: seconds) : nil
  }

  /// All digits of a date in UTC, which no count of milliseconds before the year 9999 has.
  private static func digits(_ text: String) -> Date? {
    guard text.utf8.count == 17, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    let parts = [(0, 4), (4, 2), (6, 2), (8, 2), (10, 2), (12, 2), (14, 3)].map { start, count in
      String(text.dropFirst(start).prefix(count))
    }
    return Timestamp.parse(
      "\(parts[0])-\(parts[1])-\(parts[2])T\(parts[3]):\(parts[4]):\(parts[5]).\(parts[6])Z"
    ).flatMap { range.contains($0.timeIntervalSince1970) ? $0 : nil }
  }

  /// `Sun, 06 Nov 1994 08:49:37 GMT`
  private static func http(_ text: String) -> Date? {
    let parts = text.split(separator: " ")
    guard parts.count >= 5, let day = Int(parts[1]), let year = Int(parts[3]), (1970...9999).contains(year),
      let month = months.firstIndex(of: parts[2].lowercased())
    else { return nil }
    let time = parts[4].split(separator: ":").compactMap { Int($0) }
    guard time.count == 3, (1...31).contains(day), (0...23).contains(time[0]), (0...59).contains(time[1]),
      (0...60).contains(time[2])
    else { return nil }
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
    return Timestamp.parse(
      "\(year)-\(two(month + 1))-\(two(day))T\(two(time[0])):\(two(time[1])):\(two(min(time[2], 59)))Z")
  }

  private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
}
