import Core
import Testing

@Suite struct JSONEqualityTests {
  @Test(
    arguments: [
      (JSONValue.int(1), JSONValue.double(1), true), (.int(0), .double(-0.0), true), (.double(1.5), .int(1), false),
      (.int(9_007_199_254_740_993), .double(9_007_199_254_740_992), false), (.int(.max), .double(0x1p63), false),
      (.int(1), .bool(true), false), (.int(1), "1", false), ([1, 2], [1.0, 2.0], true),
      (["a": 1, "b": 2], ["b": 2.0, "a": 1.0], true), (["a": 1], ["a": 1, "b": nil], false), (nil, false, false),
    ] as [(JSONValue, JSONValue, Bool)])
  func numbersAreEqualByValueAndOthersByKind(left: JSONValue, right: JSONValue, isSame: Bool) {
    #expect((left == right) == isSame)
    #expect((right == left) == isSame)
    #expect(!isSame || left.hashValue == right.hashValue)
  }

  @Test func howANumberWasWrittenSurvives() {
    #expect(JSONValue.double(1.5).serialized() == "1.5")
    #expect(Set<JSONValue>([.int(2), .double(2), 3]).count == 2)
  }
}
