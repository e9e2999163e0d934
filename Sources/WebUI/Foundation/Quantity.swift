import Foundation

/// Numbers as people read them.
enum Quantity {
  /// Bytes in powers of 1000: `2.8 MB`.
  static func bytes(_ count: Int64) -> String {
    var value = Double(count)
    for unit in ["B", "kB", "MB", "GB"] {
      if value < 1000 { return text(value, unit) }
      value /= 1000
    }
    return text(value, "TB")
  }

  private static func text(_ value: Double, _ unit: String) -> String {
    unit == "B" || value >= 100 ? "\(Int(value)) \(unit)" : String(format: "%.1f %@", value, unit)
  }

  /// The length of a clip: `1:05`, `1:02:03`.
  static func clock(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
    return hours > 0 ? String(format: "%d:%02d:%02d", hours, minutes, rest) : String(format: "%d:%02d", minutes, rest)
  }

  /// How long something took: `340 ms`, `12.4 s`, `3 min 20 s`.
  static func duration(_ seconds: Double) -> String {
    if seconds < 1 { return "\(Int((seconds * 1000).rounded())) ms" }
    if seconds < 60 { return String(format: "%.1f s", seconds) }
    if seconds < 3600 { return "\(Int(seconds) / 60) min \(Int(seconds) % 60) s" }
    return "\(Int(seconds) / 3600) h \(Int(seconds) / 60 % 60) min"
  }

  /// A count and its noun: `1 asset`, `12 assets`.
  static func count(_ number: Int, _ noun: String) -> String {
    number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
  }
}
