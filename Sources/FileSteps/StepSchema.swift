import Core

/// Pieces of the schemas of file steps.
enum StepSchema {
  static func input(_ description: String, _ properties: JSONObject, required: [String]) -> JSONValue {
    [
      "type": "object", "description": .string(description), "properties": .object(properties),
      "required": .array(required.map(JSONValue.string)), "additionalProperties": false,
    ]
  }

  static func output(_ properties: JSONObject) -> JSONValue {
    ["type": "object", "properties": .object(properties)]
  }

  static func file(_ description: String, title: String = "File") -> JSONValue {
    ["type": "object", "format": "file", "title": .string(title), "description": .string(description)]
  }

  static func name(_ standard: String) -> JSONValue {
    [
      "type": "string", "title": "File name", "minLength": 1, "maxLength": 255, "default": .string(standard),
      "description": "What the new file is called.",
    ]
  }

  static func rows(_ description: String) -> JSONValue {
    output(["rows": RowOutput.schema(description), "count": ["type": "integer", "title": "How many"]])
  }

  /// A file that rows were written to.
  static let written = output([
    "file": file("The new file."), "count": ["type": "integer", "title": "How many rows"],
  ])

  /// A file that was made of another.
  static let made = output(["file": file("The new file.")])
}

extension JSONObject {
  /// These members behind others.
  func prefixed(_ first: JSONObject) -> JSONObject { first.merging(self) }
}
