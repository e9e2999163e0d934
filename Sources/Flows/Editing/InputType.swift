import Core

/// The types of JSON Schema, as far as a value written into a step can be held against them before it runs.
enum InputType {
  /// Whether the value is of a type that the schema names; true where it names none, and for null, which is as good as
  /// nothing.
  /// - Parameter schema: of the one member.
  static func fits(_ value: JSONValue, _ schema: JSONValue?) -> Bool {
    let names = names(schema)
    return value == .null || names.isEmpty || names.contains { accepts($0, value) }
  }

  /// The types that the schema names, for people.
  static func expected(_ schema: JSONValue?) -> String {
    names(schema).joined(separator: " or ")
  }

  private static func names(_ schema: JSONValue?) -> [String] {
    switch schema?["type"] {
    case .string(let name): [name]
    case .array(let names): names.compactMap(\.stringValue)
    default: []
    }
  }

  private static func accepts(_ name: String, _ value: JSONValue) -> Bool {
    switch (name, value) {
    case ("boolean", .bool), ("string", .string), ("array", .array), ("object", .object),
      ("number", .int), ("number", .double), ("integer", .int):
      true
    case ("integer", .double(let number)): number == number.rounded()
    default: false
    }
  }
}
