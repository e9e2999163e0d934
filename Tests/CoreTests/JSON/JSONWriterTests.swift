import Core
import TestSupport
import Testing

@Suite("Writing JSON")
struct JSONWriterTests {
  @Test(
    arguments: [
      (.null, "null"), (true, "true"), (.int(.min), "-9223372036854775808"), (1.5, "1.5"), (2.0, "2"),
      (.double(.infinity), "null"), (.double(.nan), "null"), (.double(1e300), "1e+300"),
      ("a\"\\/\n\r\t\u{1}\u{1f}é🏞", #""a\"\\/\n\r\t\u0001\u001fé🏞""#), ([], "[]"), ([:], "{}"),
      (["b": 1, "a": [true, nil]], #"{"b":1,"a":[true,null]}"#),
    ] as [(JSONValue, String)])
  func aValueIsItsText(value: JSONValue, text: String) {
    #expect(value.serialized() == text)
  }

  @Test func forPeopleItHasLines() {
    let value: JSONValue = ["b": [1, 2], "a": [:], "c": []]
    #expect(
      value.serialized(pretty: true, sorted: true) == """
        {
          "a": {},
          "b": [
            1,
            2
          ],
          "c": []
        }
        """)
  }

  @Test func equalObjectsAreEqualInAnyOrder() {
    let one: JSONValue = ["a": 1, "b": ["x": 1, "y": 2]]
    let other: JSONValue = ["b": ["y": 2, "x": 1], "a": 1]
    #expect(one == other)
    #expect(one.hashValue == other.hashValue)
    #expect(one.serialized(sorted: true) == other.serialized(sorted: true))
    #expect(one != ["a": 1])
  }

  @Test(arguments: [SeededGenerator.freshSeed()])
  func whatIsWrittenReadsTheSame(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let value = Self.value(depth: 0, &generator)
      #expect(try JSONValue(parsing: value.encoded()) == value)
      #expect(try JSONValue(parsing: value.encoded(pretty: true, sorted: true)) == value)
    }
  }

  @Test(arguments: [SeededGenerator.freshSeed()])
  func randomBytesNeverCrashTheReader(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let alphabet = Array("{}[]\",:\\u0123eE+-.truefalsnl \n".utf8) + [0xFF, 0xC3, 0xA9]
    for _ in 0..<5000 {
      let count = Int.random(in: 0...40, using: &generator)
      let bytes = (0..<count).map { _ in alphabet.randomElement(using: &generator) ?? 0 }
      if let value = try? JSONValue(parsing: bytes) {
        // As text: a whole number that was written as 1.0 is written as 1.
        let again = try? JSONValue(parsing: value.encoded())
        #expect(again?.encoded() == value.encoded())
      }
    }
  }

  private static func value(depth: Int, _ generator: inout SeededGenerator) -> JSONValue {
    switch Int.random(in: 0...(depth < 4 ? 6 : 4), using: &generator) {
    case 0: return .null
    case 1: return .bool(.random(using: &generator))
    case 2: return .int(Int64(truncatingIfNeeded: generator.next()))
    // Never whole: a whole number reads back as one.
    case 3: return .double(Double(Int.random(in: -1000...1000, using: &generator)) + 0.25)
    case 4: return .string(text(&generator))
    case 5:
      return .array((0..<Int.random(in: 0...4, using: &generator)).map { _ in value(depth: depth + 1, &generator) })
    default:
      let count = Int.random(in: 0...4, using: &generator)
      return .object(JSONObject((0..<count).map { _ in (text(&generator), value(depth: depth + 1, &generator)) }))
    }
  }

  private static func text(_ generator: inout SeededGenerator) -> String {
    let scalars = (0..<Int.random(in: 0...8, using: &generator)).compactMap { _ in
      Unicode.Scalar(UInt32.random(in: 0...0x1_F600, using: &generator))
    }
    return String(String.UnicodeScalarView(scalars))
  }
}
