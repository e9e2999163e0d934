internal import Core

/// Finds the sentence for people in the body of an error, in any of the shapes that are seen.
enum ErrorText {
  /// - Returns: at most 500 characters; `nil` when the body says nothing.
  static func read(_ body: [UInt8]) -> String? {
    guard let value = try? JSONValue(parsing: body) else {
      let text = String(decoding: body.prefix(500), as: UTF8.self)
      return text.isEmpty || text.hasPrefix("<") ? nil : text
    }
    if let text = value.stringValue { return String(text.prefix(500)) }
    let envelope = Envelope(value: value)
    if !envelope.errors.isEmpty { return String(envelope.errors.joined(separator: "; ").prefix(500)) }
    for object in [value.objectValue, envelope.payload.objectValue] {
      for name in ["message", "exceptionMessage", "error_description", "detail", "title"] {
        if let text = object?.member(ignoringCaseOf: name)?.stringValue, !text.isEmpty {
          return String(text.prefix(500))
        }
      }
    }
    return nil
  }
}
