import Core
import TestSupport
import Testing

@Suite("Base64 for URLs")
struct Base64URLTests {
  /// RFC 4648, section 10, without the padding.
  @Test(
    arguments: [
      ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
      ("foobar", "Zm9vYmFy"),
    ])
  func theExamplesOfTheStandard(plain: String, encoded: String) {
    #expect(Base64URL.encode(plain.utf8) == encoded)
    #expect(Base64URL.decode(encoded).map { String(decoding: $0, as: UTF8.self) } == plain)
  }

  @Test func itUsesTheLettersThatURLsMayHold() {
    #expect(Base64URL.encode([0xFB, 0xFF, 0xBF]) == "-_-_")
    #expect(Base64URL.decode("-_-_") == [0xFB, 0xFF, 0xBF])
  }

  @Test(arguments: ["A", "AAAAA", "Zg==", "+/+/", "Zm 8", "Zm8\n", "Zé"])
  func everythingElseIsRefused(text: String) {
    #expect(Base64URL.decode(text) == nil)
  }

  @Test(arguments: [SeededGenerator.freshSeed()])
  func whatIsEncodedDecodesToTheSame(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for count in 0..<200 {
      let bytes = generator.bytes(count)
      #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
    }
  }
}
