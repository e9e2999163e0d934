import Core

extension Shape {
  /// The JSON Schema; named shapes become references and are put into `components`.
  func schema(collecting components: inout JSONObject) -> JSONValue {
    switch self {
    case .any: return [:]
    case .string(nil): return ["type": "string"]
    case .string(let format?): return ["type": "string", "format": .string(format)]
    case .integer: return ["type": "integer", "format": "int64"]
    case .number: return ["type": "number"]
    case .boolean: return ["type": "boolean"]
    case .words(let words): return ["type": "string", "enum": .array(words.map(JSONValue.string))]
    case .array(let element): return ["type": "array", "items": element.schema(collecting: &components)]
    case .object(let members): return object(members, collecting: &components)
    case .map(let value):
      return ["type": "object", "additionalProperties": value.schema(collecting: &components)]
    case .nullable(let shape): return ["anyOf": [shape.schema(collecting: &components), ["type": "null"]]]
    case .named(let name, let shape):
      if components[name] == nil {
        components[name] = [:]  // Stands in while the shape is written, so that it may refer to itself.
        components[name] = shape.schema(collecting: &components)
      }
      return ["$ref": .string("#/components/schemas/\(name)")]
    }
  }

  private func object(_ members: [Member], collecting components: inout JSONObject) -> JSONValue {
    var properties = JSONObject()
    for member in members {
      var schema = member.shape.schema(collecting: &components).objectValue ?? [:]
      if let note = member.note { schema["description"] = .string(note) }
      properties[member.name] = .object(schema)
    }
    var object: JSONObject = ["type": "object", "properties": .object(properties)]
    let required = members.filter(\.isRequired).map { JSONValue.string($0.name) }
    if !required.isEmpty { object["required"] = .array(required) }
    return .object(object)
  }
}
