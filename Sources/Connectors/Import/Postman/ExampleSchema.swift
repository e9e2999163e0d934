import Core

/// Tells types from examples.
enum ExampleSchema {
  static func schema(of value: JSONValue, depth: Int, isInput: Bool) -> JSONValue {
    switch value {
    case .null: return [:]
    case .bool: return ["type": "boolean"]
    case .int: return ["type": "integer"]
    case .double: return ["type": "number"]
    case .string(let text): return .object(schema(ofText: text))
    case .array(let elements):
      guard let first = elements.first, depth > 0 else { return ["type": "array"] }
      return ["type": "array", "items": schema(of: first, depth: depth - 1, isInput: isInput)]
    case .object(let object):
      guard depth > 0 else { return ["type": "object"] }
      if FillerNames.areIn(object.keys) {
        let inner = object.values.first.map { schema(of: $0, depth: depth - 1, isInput: isInput) } ?? [:]
        return ["type": "object", "description": "Values by name.", "additionalProperties": inner]
      }
      let members = object.mapValues { schema(of: $0, depth: depth - 1, isInput: isInput) }
      return ["type": "object", "properties": .object(members)]
    }
  }

  /// An example that is text may stand for another type, as `<integer>` does.
  static func schema(ofText text: String?) -> JSONObject {
    switch text ?? "" {
    case "<integer>", "<long>": return ["type": "integer"]
    case "<number>", "<double>", "<float>": return ["type": "number"]
    case "<boolean>", "true", "false": return ["type": "boolean"]
    case "<uuid>": return ["type": "string", "format": "uuid"]
    case "<dateTime>": return ["type": "string", "format": "date-time"]
    case "<date>": return ["type": "string", "format": "date"]
    case let text where !text.isEmpty && text.count < 10 && text.allSatisfy(\.isNumber) && text.first != "0":
      return ["type": "integer"]
    default: return ["type": "string"]
    }
  }
}
