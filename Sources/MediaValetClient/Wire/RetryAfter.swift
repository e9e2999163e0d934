public import Foundation

/// Reads the `Retry-After` header (RFC 9110, section 10.2.3): seconds, or a date.
public enum RetryAfter {
  /// How long to wait from `now`, in whole seconds, never less than zero.
  /// - Returns: `nil` when `value` is neither a number of seconds nor a date.
  public static func seconds(_ value: String, now: Date) -> Int? {
    let text = value.trimmingCharacters(in: .whitespaces)
    if let seconds = Int(text) { return max(0, seconds) }
    guard let date = parse(text) else { return nil }
    return max(0, Int(date.timeIntervalSince(now).rounded(.up)))
  }

  /// The three forms of RFC 9110, section 5.6.7; the first is the one that is sent today.
  private static func parse(_ text: String) -> Date? {
    for format in ["EEE, dd MMM yyyy HH:mm:ss zzz", "EEEE, dd-MMM-yy HH:mm:ss zzz", "EEE MMM d HH:mm:ss yyyy"] {
      let formatter = DateFormatter()
      formatter.locale = Locale(identifier: "en_US_POSIX")
      formatter.timeZone = TimeZone(secondsFromGMT: 0)
      formatter.dateFormat = format
      if let date = formatter.date(from: text) { return date }
    }
    return nil
  }
}
