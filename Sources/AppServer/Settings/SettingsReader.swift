internal import Configuration
import Core

/// Reads settings one by one, and turns what is wrong into a sentence for the person who wrote it.
struct SettingsReader {
  private let config: ConfigReader

  init(_ config: ConfigReader) {
    self.config = config
  }

  /// A setting's text, or its fallback.
  func text(_ key: SettingKey) -> String? {
    let value = config.string(forKey: ConfigKey(key.rawValue), isSecret: key.isSecret)
    guard let value, !value.isEmpty else { return key.fallback }
    return value
  }

  /// A list: elements in a file, separated by commas in the environment.
  func list(_ key: SettingKey) -> [String] {
    let elements = config.stringArray(forKey: ConfigKey(key.rawValue)) ?? [text(key) ?? ""]
    return elements.flatMap { $0.split(separator: ",") }
      .map { String($0.drop { $0 == " " }) }
      .filter { !$0.isEmpty }
  }

  /// Words: elements in a file, separated by spaces in the environment.
  func words(_ key: SettingKey) -> [String] {
    if let elements = config.stringArray(forKey: ConfigKey(key.rawValue)), elements.count > 1 { return elements }
    return (text(key) ?? "").split(separator: " ").map(String.init)
  }

  /// A setting that may be absent.
  func optional<Value>(_ key: SettingKey, _ parse: (String) -> Value?) throws(SettingsError) -> Value? {
    guard let text = text(key) else { return nil }
    guard let value = parse(text) else {
      throw .wrong(name: key.rawValue, value: key.isSecret ? "•••" : text, accepted: key.accepted)
    }
    return value
  }

  /// A setting that must have a value.
  /// - Parameter because: why it is needed, when it has no fallback.
  func required<Value>(
    _ key: SettingKey, because: String = "there is no other value to use", _ parse: (String) -> Value?
  ) throws(SettingsError) -> Value {
    guard let value = try optional(key, parse) else {
      throw .missing(name: key.rawValue, because: because, accepted: key.accepted)
    }
    return value
  }

  func number(_ key: SettingKey, in range: ClosedRange<Int>) throws(SettingsError) -> Int {
    try required(key) { Int($0).flatMap { range.contains($0) ? $0 : nil } }
  }

  func flag(_ key: SettingKey) throws(SettingsError) -> Bool {
    try required(key) {
      ["true": true, "yes": true, "1": true, "false": false, "no": false, "0": false][$0.lowercased()]
    }
  }

  /// A size in bytes, written as `500MB` or `2GB` (powers of 1000) or as a plain number.
  func size(_ key: SettingKey, atLeast minimum: Int64 = 0) throws(SettingsError) -> Int64 {
    try required(key) { text in
      let digits = text.prefix { $0.isASCII && $0.isNumber }
      let units: [String: Int64] = ["": 1, "KB": 1000, "MB": 1_000_000, "GB": 1_000_000_000, "TB": 1_000_000_000_000]
      let unit = text.dropFirst(digits.count).drop { $0 == " " }.uppercased()
      guard let number = Int64(digits), let factor = units[unit] else { return nil }
      let (bytes, overflows) = number.multipliedReportingOverflow(by: factor)
      return overflows || bytes < minimum ? nil : bytes
    }
  }
}
