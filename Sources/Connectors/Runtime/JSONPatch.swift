import Core

/// Makes the lines of a JSON Patch (RFC 6902) of what is given.
enum JSONPatch {
  /// - Returns: a `replace` line for each value that is there, a `remove` line for each that is null.
  static func lines(_ fields: [TemplateField], in scope: TemplateScope) throws -> [JSONValue] {
    try fields.flatMap { field -> [JSONValue] in
      guard let value = try field.value.value(in: scope) else { return [] }
      guard field.name.hasSuffix("/*") else { return [line(field.name, value)] }
      return (value.objectValue ?? [:]).map { name, member in line(field.name.dropLast() + escaped(name), member) }
    }
  }

  private static func line(_ path: some StringProtocol, _ value: JSONValue) -> JSONValue {
    value == .null
      ? ["op": "remove", "path": .string(String(path))]
      : ["op": "replace", "path": .string(String(path)), "value": value]
  }

  /// RFC 6901, section 3.
  private static func escaped(_ name: String) -> String {
    name.replacing("~", with: "~0").replacing("/", with: "~1")
  }
}
