import Core
import Testing

@testable import AppServer

/// Files of JSON lines, read piece by piece.
@Suite struct LinePageTests {
  private let bytes = Array("\u{feff}{\"n\": 1}\n\n[2]\n\"drei\"\nnull\n5".utf8)

  /// Reads a file in pieces of so many bytes.
  private func read(_ bytes: [UInt8], pieces: Int, most: Int) throws -> (values: [JSONValue], pages: Int) {
    var (values, pages) = ([JSONValue](), 0)
    var (offset, line) = (Int64(0), 0)
    while true {
      var page = LinePage(file: "a.jsonl", offset: offset, line: line, most: most)
      while page.isEmpty, page.end < bytes.count {
        let start = Int(page.end)
        let end = min(start + pieces, bytes.count)
        try page.take(Array(bytes[start..<end]), isLast: end == bytes.count)
        if page.hasEnded { break }
      }
      values += page.values
      pages += 1
      guard let next = page.next, pages < 100 else { return (values, pages) }
      offset = next["offset"]?.intValue ?? 0
      line = Int(next["line"]?.intValue ?? 0)
    }
  }

  @Test(arguments: [1, 2, 3, 5, 8, 13, 1_000], [1, 2, 500])
  func everyLineIsReadOnceHoweverTheBytesCome(pieces: Int, most: Int) throws {
    let found = try read(bytes, pieces: pieces, most: most)
    #expect(found.values == [["n": 1], [2], "drei", .null, 5])
  }

  @Test func aWrongLineIsNamed() {
    let error = #expect(throws: (any Error).self) {
      _ = try read(Array("1\n2\n{]\n".utf8), pieces: 4, most: 1)
    }
    #expect("\(error.map { "\($0)" } ?? "")".contains("Line 3"))
  }

  @Test func anEmptyFileHasNoItems() throws {
    var page = LinePage(file: "a.jsonl", offset: 0, line: 0, most: 10)
    try page.take([], isLast: true)
    #expect(page.hasEnded && page.isEmpty)
  }
}
