import Core
import Foundation

/// The formats that a string can be checked for.
enum SchemaFormat: String, CaseIterable {
  case uuid
  case date
  case dateTime = "date-time"
  case uri
  /// A file handle; it is no string, so no string matches.
  case file

  /// In a message: "isn't …".
  var name: String {
    switch self {
    case .uuid: "a UUID"
    case .date: "a date (2026-11-22)"
    case .dateTime: "a date and time (2026-11-22T09:00:00Z)"
    case .uri: "an address with a scheme"
    case .file: "a file handle"
    }
  }

  func matches(_ text: String) -> Bool {
    switch self {
    case .uuid: ID<Never>(text) != nil
    case .date: text.count == 10 && Timestamp.parse(text) != nil
    case .dateTime: text.count > 10 && Timestamp.parse(text) != nil
    case .uri: URL(string: text)?.scheme != nil
    case .file: false
    }
  }
}
