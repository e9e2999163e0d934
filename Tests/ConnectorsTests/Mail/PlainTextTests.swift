import Testing

@testable import Connectors

@Suite("The words of an HTML text")
struct PlainTextTests {
  @Test(
    "are those that people see",
    arguments: [
      ("<h1>Ready</h1><p>12 pictures &amp; a <b>film</b>.</p>", "Ready\n\n12 pictures & a film."),
      ("<style>p {color: red}</style><p>a</p><script>let a = 1 < 2</script>b", "a\nb"),
      ("one<br>two<br/>three", "one\ntwo\nthree"), ("  a\n  b&nbsp;c  ", "a b c"), ("a < b & c", "a < b & c"),
      ("&unknown; &#39;x&#39;", "&unknown; 'x'"), ("", ""), ("<p", "<p"),
      ("<!DOCTYPE html><head><title>t</title></head>x", "x"),
    ])
  func words(html: String, text: String) {
    #expect(PlainText.of(html) == text)
  }

  @Test(.timeLimit(.minutes(1)))
  func aTextOfNothingButBeginningsOfTagsTakesNoLongerThanAnother() {
    let text = String(repeating: "<a ", count: 300_000)
    #expect(PlainText.of(text).hasPrefix("<a <a"))
    #expect(PlainText.of(String(repeating: "<script>", count: 100_000)).isEmpty)
  }
}
