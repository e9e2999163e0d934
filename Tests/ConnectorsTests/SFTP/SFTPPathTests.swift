import Testing

@testable import Connectors

@Suite("Paths of an SFTP server, which are bytes")
struct SFTPPathTests {
  @Test(
    "Every path comes back as it was",
    arguments: [
      "Summer 2026/Übung.jpg", "e\u{301}te\u{301}.jpg", "100%.jpg", "%E9.jpg", "a\nb", "日本語/☀.jpg", "%", "%4", "",
    ])
  func text(path: String) {
    let bytes = Array(path.utf8)
    #expect(SFTPPath.bytes(of: SFTPPath.id(bytes)) == bytes)
  }

  @Test func whatIsNotUTF8IsAnIDOfItsOwn() {
    let bytes: [UInt8] = Array("caf".utf8) + [0xE9] + Array(" 100%.jpg".utf8)
    #expect(SFTPPath.id(bytes) == "caf%E9 100%25.jpg")
    #expect(SFTPPath.bytes(of: "caf%E9 100%25.jpg") == bytes)
    #expect(SFTPPath.name(bytes) == "caf\u{FFFD} 100%.jpg")
    // A name that only looks like it is another file.
    let lookalike = Array("caf%E9 100%.jpg".utf8)
    #expect(SFTPPath.id(lookalike) != SFTPPath.id(bytes))
    #expect(SFTPPath.bytes(of: SFTPPath.id(lookalike)) == lookalike)
  }

  @Test func everyByteComesBack() {
    let bytes = (1...255).map { UInt8($0) }.filter { $0 != UInt8(ascii: "/") }
    #expect(SFTPPath.bytes(of: SFTPPath.id(bytes)) == bytes)
    for byte in bytes { #expect(SFTPPath.bytes(of: SFTPPath.id([byte])) == [byte]) }
  }
}
