import Core

/// The place of a file that an action hands out: `action:downloadFile?eyJpZCI6IjQyIn0`.
///
/// Whoever reads it asks the action anew, so a handle outlives addresses that expire. The input is base64url of its JSON.
struct ActionLocator: Hashable, Sendable {
  let action: String
  let input: JSONValue

  init(action: String, input: JSONValue) {
    self.action = action
    self.input = input
  }

  /// - Returns: `nil` when `text` isn't such a place.
  init?(_ text: String) {
    guard text.hasPrefix("action:"), let mark = text.firstIndex(of: "?"),
      let bytes = Base64URL.decode(String(text[text.index(after: mark)...])),
      let input = try? JSONValue(parsing: bytes), input.objectValue != nil
    else { return nil }
    action = String(text[..<mark].dropFirst("action:".count))
    self.input = input
  }

  var text: String { "action:\(action)?\(Base64URL.encode(input.encoded()))" }
}
