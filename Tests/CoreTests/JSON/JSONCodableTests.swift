import Core
import Foundation
import Testing

@Suite("JSON values in Codable types")
struct JSONCodableTests {
  @Test(
    arguments: [
      nil, true, 1, 1.5, "text", [1, "a", nil], ["a": ["b": [true]], "c": nil], .int(.max),
    ] as [JSONValue])
  func aValueGoesThroughFoundationAndBack(value: JSONValue) throws {
    let data = try JSONEncoder().encode(["value": value])
    #expect(try JSONDecoder().decode([String: JSONValue].self, from: data)["value"] == value)
  }
}
