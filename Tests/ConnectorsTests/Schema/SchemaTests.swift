import Connectors
import Core
import Testing

@Suite("Checking input against a schema")
struct SchemaTests {
  private static let schema = JSONSchema([
    "type": "object",
    "properties": [
      "name": ["type": "string", "minLength": 1, "maxLength": 5],
      "count": ["type": "integer", "minimum": 1, "maximum": 9],
      "kind": ["enum": ["a", "b"], "default": "a"],
      "ids": ["type": "array", "items": ["type": "string", "format": "uuid"], "minItems": 1],
      "when": ["type": "string", "format": "date-time"], "file": ["type": "object", "format": "file"],
      "note": ["type": ["string", "null"]], "any": ["anyOf": [["type": "string"], ["type": "integer"]]],
      "map": ["type": "object", "additionalProperties": ["type": "string"]],
    ],
    "required": ["name"], "additionalProperties": false,
  ])

  static let wrong: [(JSONValue, String)] = [
    ([:], "name is missing."),
    (["name": ""], "name must not be empty."),
    (["name": "abcdef"], "name may have 5 characters at most."),
    (["name": 7], "name must be a string, not a number."),
    (["name": "a", "count": 0], "count must be at least 1."),
    (["name": "a", "count": 1.5], "count must be a whole number, not a number."),
    (["name": "a", "kind": "c"], "kind must be one of \"a\", \"b\"."),
    (["name": "a", "ids": []], "ids needs at least 1 element and has 0."),
    (["name": "a", "ids": ["x"]], "ids.0 isn't a UUID: \"x\"."),
    (["name": "a", "when": "soon"], "when isn't a date and time"),
    (["name": "a", "file": ["path": "x"]], "file isn't a file handle"),
    (["name": "a", "any": true], "any fits none of the 2 forms it may have."),
    (["name": "a", "map": ["x": 1]], "map.x must be a string, not a number."),
    (["name": "a", "nmae": 1], "nmae isn't known here; known are name, count"),
    ("text", "The input must be an object, not a string."),
  ]

  @Test("says what is wrong and where", arguments: wrong)
  func refuses(value: JSONValue, message: String) {
    #expect { try Self.schema.accept(value) } throws: { error in
      (error as? SchemaViolation)?.message.contains(message) == true
    }
  }

  @Test func fillsInDefaultsAndKeepsTheRest() throws {
    let value: JSONValue = [
      "name": "a", "count": 3.0, "note": nil, "ids": ["9f21c3aa-7f34-44c2-86cb-27548c113bec"], "any": 1,
    ]
    let accepted = try Self.schema.accept(value)
    #expect(accepted["kind"] == "a")
    #expect(accepted["note"] == .null)
    #expect(accepted["any"] == 1)
  }

  @Test func tellsEverythingAtOnceButNotThousands() throws {
    let many = JSONValue.array((0..<5000).map { _ in 1 })
    let schema = JSONSchema(["type": "array", "items": ["type": "string"]])
    #expect { try schema.accept(many) } throws: { ($0 as? SchemaViolation)?.issues.count == 20 }
  }
}
