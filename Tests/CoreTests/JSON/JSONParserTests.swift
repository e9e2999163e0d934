import Core
import Testing

@Suite("Reading JSON")
struct JSONParserTests {
  @Test(
    arguments: [
      ("null", .null), ("true", true), (" false ", false), ("0", 0), ("-0", 0), ("42", 42),
      ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
      ("9223372036854775808", .double(9_223_372_036_854_775_808)), ("1.5e3", 1500.0), ("1E-2", 0.01), ("0.1", 0.1),
      (#""a\"\\\/\b\f\n\r\tz""#, "a\"\\/\u{8}\u{c}\n\r\tz"), (#""\u00e9\u6771""#, "é東"),
      (#""\ud83c\udfde""#, "🏞"), ("\"🏞\"", "🏞"), (#""""#, ""), ("[]", []), ("{}", [:]),
      ("[1, [2], {\"a\": null}]", [1, [2], ["a": nil]]), ("\u{FEFF}1", 1),
    ] as [(String, JSONValue)])
  func aDocumentIsItsValue(text: String, value: JSONValue) throws {
    #expect(try JSONValue(parsing: text) == value)
  }

  @Test(
    arguments: [
      "", " ", "nul", "True", "01", "-", "+1", ".5", "1.", "1e", "1e+", "0x1", "NaN", "Infinity", "1e999", "-1e999",
      "\"", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"a\u{1}b\"", "\"line\nbreak\"", "'a'", "[", "[1", "[1,", "[1,]",
      "[1 2]", "]", "{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{a:1}", "{1:2}", "{\"a\" 1}",
      "1 2", "{} {}", "// comment\n1", "/* */1", "1,", "\u{0}",
    ])
  func whatIsNotJSONIsRefused(text: String) {
    #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: text) }
  }

  @Test(arguments: [[0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22]] as [[UInt8]])
  func bytesThatAreNotUTF8AreRefused(bytes: [UInt8]) {
    #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: bytes) }
  }

  @Test(arguments: [#""\ud800""#, #""\udc00""#, #""\ud800\ud800""#, #""\ud800x""#, #""\ud800\n""#])
  func halfASurrogatePairReadsAsTheReplacementCharacter(text: String) throws {
    let value = try JSONValue(parsing: text)
    #expect(value.stringValue?.unicodeScalars.first == "\u{FFFD}")
  }

  @Test func theErrorSaysWhere() throws {
    let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: "{\n  \"a\": 1,\n  \"b\" 2\n}") }
    #expect(error?.line == 3)
    #expect(error?.column == 7)
    #expect(error?.message.contains("\":\" is expected after \"b\"") == true)
  }

  @Test func deepNestingIsRefusedBeforeTheStackEnds() throws {
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: deep) }
    let objects = String(repeating: "{\"a\":", count: 100_000)
    #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: objects) }
    let allowed = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
    _ = try JSONValue(parsing: allowed)
  }

  @Test func membersKeepTheirOrderAndTheLaterOfTwoWins() throws {
    let object = try #require(JSONValue(parsing: #"{"b":1,"a":2,"c":3,"a":4}"#).objectValue)
    #expect(object.keys == ["b", "a", "c"])
    #expect(object["a"] == 4)
  }
}
