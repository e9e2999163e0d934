import Core
import Foundation

/// A value that fits its attribute, in the one form in which it is kept.
struct AttributeValue: Sendable, Hashable {
  /// As it is shown and sent.
  let text: String
  /// For comparisons of numbers and dates (milliseconds since 1970).
  let number: Double?

  /// Checks a value that somebody gave.
  /// - Returns: `nil` for null and for empty text: no value.
  /// - Throws: ``AttributeError/invalidValue(attribute:problem:)``.
  init?(_ value: JSONValue, for definition: AttributeDefinition) throws(AttributeError) {
    let text = try Self.text(value, definition).trimmingCharacters(in: .whitespacesAndNewlines)
    if text.isEmpty { return nil }
    func invalid(_ problem: String) -> AttributeError { .invalidValue(attribute: definition.name, problem: problem) }
    guard text.utf8.count <= Self.longest else { throw invalid("it is longer than \(Self.longest) bytes") }
    switch definition.type {
    case .text, .multilineText:
      self.text = text
      number = nil
    case .number:
      guard let number = Double(text), number.isFinite else { throw invalid("\"\(text)\" is not a number") }
      self.text = text
      self.number = number
    case .boolean:
      guard let truth = Self.truths[text.lowercased()] else { throw invalid("\"\(text)\" is neither true nor false") }
      self.text = truth ? "true" : "false"
      number = nil
    case .dateTime:
      guard let date = Timestamp.parse(text) else { throw invalid("\"\(text)\" is not a date in ISO 8601") }
      self.text = text
      number = Double(date.milliseconds)
    case .list, .status:
      let key = TextFolding.key(text)
      let option = definition.options.first { TextFolding.key($0.value) == key || TextFolding.key($0.label) == key }
      guard let option else { throw invalid("\"\(text)\" is not one of its options") }
      self.text = option.value
      number = nil
    }
  }

  private static func text(_ value: JSONValue, _ definition: AttributeDefinition) throws(AttributeError) -> String {
    switch value {
    case .null: ""
    case .string(let text): text
    case .bool(let truth): truth ? "true" : "false"
    case .int, .double: value.serialized()
    case .array, .object:
      throw .invalidValue(attribute: definition.name, problem: "it is \(value.kindName), not text")
    }
  }

  /// In bytes of UTF-8.
  private static let longest = 65_536
  private static let truths = ["true": true, "false": false, "1": true, "0": false, "yes": true, "no": false]
}
