import Core

/// One field of what an action takes or gives.
struct SchemaRow: Sendable {
  /// As flows name it, `file.name` for a member of a member.
  let name: String
  let title: String?
  let type: String
  let isRequired: Bool
  let detail: String?

  /// The fields of an object's schema, those of its members one level down.
  static func rows(of schema: JSONValue) -> [SchemaRow] {
    let whole = schema["type"] == "array" ? schema["items"] ?? schema : schema
    let required = Set((whole["required"]?.arrayValue ?? []).compactMap(\.stringValue))
    return (whole["properties"]?.objectValue ?? [:]).flatMap { name, field -> [SchemaRow] in
      let row = SchemaRow(name, field, isRequired: required.contains(name))
      let inner = field["type"] == "array" ? field["items"] ?? field : field
      guard field["format"] != "file", let members = inner["properties"]?.objectValue else { return [row] }
      return [row] + members.map { SchemaRow("\(name).\($0.0)", $0.1, isRequired: false) }
    }
  }

  private init(_ name: String, _ schema: JSONValue, isRequired: Bool) {
    self.name = name
    title = schema["title"]?.stringValue
    type = Self.word(schema)
    self.isRequired = isRequired
    var parts = [schema["description"]?.stringValue].compactMap(\.self)
    if let choices = schema["enum"]?.arrayValue {
      parts.append("One of " + choices.map(Self.text).joined(separator: ", ") + ".")
    }
    if let standard = schema["default"], standard != .null, standard != "", standard != [], standard != [:] {
      parts.append("\(Self.text(standard)) when left out.")
    }
    detail = parts.isEmpty ? nil : parts.joined(separator: " ")
  }

  private static func text(_ value: JSONValue) -> String { value.stringValue ?? value.serialized() }

  /// The type in a plain word.
  private static func word(_ schema: JSONValue) -> String {
    if schema["format"] == "file" { return "file" }
    let types = (schema["type"]?.arrayValue ?? [schema["type"] ?? "string"]).compactMap(\.stringValue)
    switch types.first(where: { $0 != "null" }) {
    case "array"?: return "list of " + (schema["items"].map(word) ?? "anything")
    case "object"?: return "object"
    case "boolean"?: return "yes or no"
    case "integer"?, "number"?: return "number"
    default: return schema["anyOf"] != nil ? "file or text" : schema["format"] == "date-time" ? "moment" : "text"
    }
  }
}
