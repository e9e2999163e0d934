package import Core

/// Spans of time as people write them in flows: `250ms`, `30s`, `15m`, `2h`, `1d`, or a bare number of seconds.
package enum DurationText {
  private static let units: [(suffix: String, milliseconds: Double)] = [
    ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
  ]

  /// - Returns: `nil` when it is no such span, is negative or is longer than a hundred years.
  package static func parse(_ value: JSONValue) -> Duration? {
    if let seconds = value.doubleValue { return duration(milliseconds: seconds * 1000) }
    guard let text = value.stringValue else { return nil }
    for unit in units where text.hasSuffix(unit.suffix) {
      guard let number = Double(text.dropLast(unit.suffix.count)) else { continue }
      return duration(milliseconds: number * unit.milliseconds)
    }
    return Double(text).flatMap { duration(milliseconds: $0 * 1000) }
  }

  /// The shortest way to write it.
  package static func format(_ duration: Duration) -> String {
    let milliseconds = duration.milliseconds
    if milliseconds == 0 { return "0s" }
    for unit in units.reversed() where milliseconds % Int64(unit.milliseconds) == 0 {
      return "\(milliseconds / Int64(unit.milliseconds))\(unit.suffix)"
    }
    return "\(milliseconds)ms"
  }

  private static func duration(milliseconds: Double) -> Duration? {
    guard milliseconds >= 0, milliseconds <= 100 * 366 * 86_400_000 else { return nil }
    return .milliseconds(Int64(milliseconds.rounded()))
  }
}

extension Duration {
  /// Whole milliseconds, the rest cut off.
  package var milliseconds: Int64 {
    components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
  }
}
