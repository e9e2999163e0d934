import Core

/// Finds what is wrong with a schema itself, before any value is checked against it.
enum SchemaCheck {
  private static let words: Set<String> = [
    "type", "properties", "required", "additionalProperties", "items", "enum", "const", "anyOf", "minimum", "maximum",
    "minLength", "maxLength", "minItems", "maxItems", "format", "default", "title", "description", "examples",
    "deprecated",
  ]
  private static let types: Set<String> = ["null", "boolean", "string", "array", "object", "number", "integer"]

  /// - Returns: the places and what is wrong there; none for a good schema.
  static func problems(in schema: JSONValue, at path: String = "") -> [(path: String, problem: String)] {
    guard let object = schema.objectValue else {
      return schema.boolValue == nil ? [(path, "a schema is an object, not \(schema.kindName)")] : []
    }
    var problems: [(path: String, problem: String)] = []
    for name in object.keys where !words.contains(name) && !name.hasPrefix("x-") {
      problems.append((join(path, name), "\"\(name)\" is no word of the schemas used here"))
    }
    let named = object["type"].map { $0.arrayValue ?? [$0] } ?? []
    for type in named where type.stringValue.map(types.contains) != true {
      problems.append(
        (join(path, "type"), "\(type.serialized()) is no type; known are \(types.sorted().joined(separator: ", "))"))
    }
    if let format = object["format"], format.stringValue.flatMap(SchemaFormat.init(rawValue:)) == nil {
      let known = SchemaFormat.allCases.map(\.rawValue).joined(separator: ", ")
      problems.append((join(path, "format"), "\(format.serialized()) is no format; known are \(known)"))
    }
    let properties = object["properties"]?.objectValue ?? [:]
    for (name, member) in properties { problems += Self.problems(in: member, at: join(path, "properties.\(name)")) }
    for name in object["required"]?.arrayValue ?? [] where name.stringValue.flatMap({ properties[$0] }) == nil {
      problems.append((join(path, "required"), "\(name.serialized()) is required and isn't among the properties"))
    }
    if let items = object["items"] { problems += Self.problems(in: items, at: join(path, "items")) }
    for (index, choice) in (object["anyOf"]?.arrayValue ?? []).enumerated() {
      problems += Self.problems(in: choice, at: join(path, "anyOf.\(index)"))
    }
    if let further = object["additionalProperties"] {
      problems += Self.problems(in: further, at: join(path, "additionalProperties"))
    }
    return problems
  }

  private static func join(_ path: String, _ name: String) -> String {
    path.isEmpty ? name : "\(path).\(name)"
  }
}
