import Core
import Foundation

/// The formats of JSON Schema that a form has fields for. Others are hints for people and take anything.
enum InputFormat {
  static func problem(_ value: JSONValue, _ format: String, _ field: String) -> FlowProblem? {
    if format == "file" {
      if value["$file"]?.objectValue != nil { return nil }
      return InputSchema.problem(field, "It is no file.", "Give a file handle, {\"$file\": …}.")
    }
    guard let text = value.stringValue, let expected = expected(format), !fits(text, format) else { return nil }
    return InputSchema.problem(
      field, "\(value.serialized()) is no \(expected.what).", "Write it like \(expected.like).")
  }

  private static func expected(_ format: String) -> (what: String, like: String)? {
    switch format {
    case "date": ("date", "2026-12-01")
    case "date-time": ("date and time", "2026-12-01T09:00:00Z")
    case "time": ("time", "09:30 or 09:30:00")
    case "email": ("mail address", "ann@example.org")
    case "uri", "url": ("web address", "https://example.org/path")
    case "uuid": ("UUID", "6f1c2a34-5b6d-4e8f-9a0b-1c2d3e4f5a6b")
    default: nil
    }
  }

  private static func fits(_ text: String, _ format: String) -> Bool {
    switch format {
    case "date": text.count == 10 && Timestamp.parse(text) != nil
    case "date-time": text.count > 10 && Timestamp.parse(text) != nil
    case "time": text.wholeMatch(of: /([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?/) != nil
    case "email": text.utf8.count < 255 && text.wholeMatch(of: /[^\s@]+@[^\s@.]+(\.[^\s@.]+)+/) != nil
    case "uri", "url": URL(string: text)?.scheme != nil && URL(string: text)?.host() != nil
    case "uuid": UUID(uuidString: text) != nil
    default: true
    }
  }
}
