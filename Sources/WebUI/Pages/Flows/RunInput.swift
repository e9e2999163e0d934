import Core
import HTTPAPI

/// What a flow asks for before it runs: one field for each property of its input schema.
struct RunInput: Sendable {
  let fields: [Field]

  /// One field of the form.
  struct Field: Sendable {
    let name: String
    let label: String
    let hint: String?
    let value: String
    let isRequired: Bool
    let isCheck: Bool
    let isChecked: Bool
    var problem: String?
  }

  /// - Parameters:
  ///   - schema: the flow's input schema; without one there is nothing to ask.
  ///   - entered: what was just sent, when it has to be corrected.
  init(_ schema: JSONValue?, entered: FormFields? = nil) {
    let required = Set((schema?["required"]?.arrayValue ?? []).compactMap(\.stringValue))
    fields = (schema?["properties"]?.objectValue ?? [:]).map { name, property in
      let isCheck = property["type"]?.stringValue == "boolean"
      let value = entered?[Self.prefix + name] ?? Self.text(property["default"])
      return Field(
        name: Self.prefix + name, label: property["title"]?.stringValue ?? name, hint: Self.hint(property),
        value: value,
        isRequired: required.contains(name) && !isCheck, isCheck: isCheck, isChecked: value == "true", problem: nil)
    }
  }

  /// Keeps the fields of the input apart from those of the page.
  private static let prefix = "input."

  private static func text(_ value: JSONValue?) -> String {
    guard let value else { return "" }
    return value.stringValue ?? value.serialized()
  }

  private static func hint(_ property: JSONValue) -> String? {
    let means =
      switch property["type"]?.stringValue {
      case "array": "Separated by commas."
      case "object": "As JSON."
      default: String?.none
      }
    let hint = [property["description"]?.stringValue, means].compactMap(\.self).joined(separator: " ")
    return hint.isEmpty ? nil : hint
  }

  /// What the form says, as the flow wants it. An empty field says nothing; what can't be read stays a text, so that the
  /// flow's own check names it.
  static func value(_ form: FormFields, under schema: JSONValue?) -> JSONValue {
    var input: JSONObject = [:]
    for (name, property) in schema?["properties"]?.objectValue ?? [:] {
      let text = form[prefix + name] ?? ""
      if property["type"]?.stringValue == "boolean" {
        input[name] = .bool(text == "true")
      } else if !text.isEmpty {
        input[name] = parse(text, property)
      }
    }
    return .object(input)
  }

  private static func parse(_ text: String, _ property: JSONValue) -> JSONValue {
    switch property["type"]?.stringValue {
    case "string": return .string(text)
    case "array" where !text.hasPrefix("["):
      let parts = text.split(separator: ",").map { $0.split(separator: " ").joined(separator: " ") }
      return .array(parts.filter { !$0.isEmpty }.map { .string($0) })
    default: return (try? JSONValue(parsing: Array(text.utf8))) ?? .string(text)
    }
  }
}
