import Core
import Testing

@Suite("Cursors of pages")
struct PageCursorTests {
  @Test func aCursorComesBackAsItWas() {
    let cursor = PageCursor(keys: ["größe", 9_223_372_036_854_775_807, nil, 1.5])
    #expect(PageCursor(token: cursor.token) == cursor)
    #expect(cursor.token.utf8.allSatisfy { !"+/= ".utf8.contains($0) })
  }

  @Test(arguments: ["", "x", "!!", "e30", "bm90IGpzb24", String(repeating: "A", count: 10_000)])
  func whatThisServerNeverGaveOutIsNone(token: String) {
    #expect(PageCursor(token: token) == nil)
  }
}
