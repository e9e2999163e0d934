import Core
import Flows
import HTTPAPI

/// What a flow asks for before it runs: one field for each property of its input schema.
struct RunInput: Sendable {
  let fields: [Field]

  /// One field of the form; which of the kinds it is, the template asks.
  struct Field: Sendable {
    let name: String
    let label: String
    let hint: String?
    let value: String
    /// Of the `input` element, as `number` or `datetime-local`.
    let type: String
    let isRequired: Bool
    let isCheck: Bool
    let isChecked: Bool
    let isLong: Bool
    let choices: Choices?
    let least: String?
    let most: String?
    let longest: String?
    let problem: String?
  }

  struct Choices: Sendable {
    let options: [Option]
  }

  struct Option: Sendable {
    let value: String
    let label: String
    let isChosen: Bool
  }

  /// - Parameters:
  ///   - schema: the flow's input schema; without one there is nothing to ask.
  ///   - entered: what was just sent, when it has to be corrected.
  ///   - problems: what is wrong with it.
  init(_ schema: JSONValue?, entered: FormFields? = nil, problems: [FlowProblem] = []) {
    let required = Set((schema?["required"]?.arrayValue ?? []).compactMap(\.stringValue))
    fields = (schema?["properties"]?.objectValue ?? [:]).map { name, property in
      let problem = problems.first { Self.property(of: $0) == name }
      return Self.field(
        name, property, isRequired: required.contains(name), entered: entered,
        problem: problem.map { "\($0.message) \($0.advice)" })
    }
  }

  /// Whether a problem is said at one of the fields.
  func has(_ problem: FlowProblem) -> Bool {
    problem.step == nil && fields.contains { $0.name == Self.prefix + Self.property(of: problem) }
  }

  /// The property that a problem with an input is about: `folder` of `folder[2].name`.
  private static func property(of problem: FlowProblem) -> String {
    String(problem.field.prefix { $0 != "." && $0 != "[" })
  }

  /// Keeps the fields of the input apart from those of the page.
  private static let prefix = "input."

  private static func field(
    _ name: String, _ property: JSONValue, isRequired: Bool, entered: FormFields?, problem: String?
  ) -> Field {
    let kind = property["type"]?.stringValue
    let value = entered.map { $0[prefix + name] ?? "" } ?? text(property["default"])
    let isCheck = kind == "boolean"
    return Field(
      name: prefix + name, label: property["title"]?.stringValue ?? name, hint: hint(property), value: value,
      type: type(property), isRequired: isRequired && !isCheck, isCheck: isCheck, isChecked: value == "true",
      isLong: kind == "object" || property["format"]?.stringValue == "multiline",
      choices: choices(property, chosen: value, isRequired: isRequired),
      least: property["minimum"].map(text), most: property["maximum"].map(text),
      longest: property["maxLength"].map(text), problem: problem)
  }

  private static func type(_ property: JSONValue) -> String {
    switch (property["type"]?.stringValue, property["format"]?.stringValue) {
    case ("integer", _), ("number", _): "number"
    case (_, "date"): "date"
    case (_, "email"): "email"
    case (_, "uri"), (_, "url"): "url"
    case (_, "password"): "password"
    default: "text"
    }
  }

  private static func choices(_ property: JSONValue, chosen: String, isRequired: Bool) -> Choices? {
    guard let values = property["enum"]?.arrayValue else { return nil }
    let none = isRequired ? [] : [Option(value: "", label: "–", isChosen: chosen.isEmpty)]
    return Choices(
      options: none + values.map { Option(value: text($0), label: text($0), isChosen: text($0) == chosen) })
  }

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
