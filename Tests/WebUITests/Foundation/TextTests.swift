import HTTPAPI
import Testing

@testable import WebUI

@Suite struct TextTests {
  @Test(arguments: [
    (Int64(0), "0 B"), (999, "999 B"), (1000, "1.0 kB"), (2_840_000, "2.8 MB"), (412_000_000, "412 MB"),
    (1_500_000_000_000, "1.5 TB"),
  ])
  func bytesAreCountedInThousands(count: Int64, text: String) {
    #expect(Quantity.bytes(count) == text)
  }

  @Test(arguments: [(0.34, "340 ms"), (12.4, "12.4 s"), (200.0, "3 min 20 s"), (3900.0, "1 h 5 min")])
  func durationsAreReadable(seconds: Double, text: String) {
    #expect(Quantity.duration(seconds) == text)
  }

  @Test(arguments: [(5.0, "0:05"), (65.0, "1:05"), (3723.0, "1:02:03")])
  func clipsHaveAClock(seconds: Double, text: String) {
    #expect(Quantity.clock(seconds) == text)
  }

  @Test func guidesBecomeEscapedHTML() {
    let html = MarkdownText.html(
      "# A <title>\n\nGo to **Fake** and\nenter `a*b<c`.\n\n1. One\n   more\n2. Two\n\n- a\n\n| f | v |\n|---|---|\n| x | `y` |"
    )
    #expect(
      html == """
        <h3>A &lt;title&gt;</h3>
        <p>Go to <strong>Fake</strong> and enter <code>a*b&lt;c</code>.</p>
        <ol><li>One more</li><li>Two</li></ol>
        <ul><li>a</li></ul>
        <dl class="facts"><dt>x</dt><dd><code>y</code></dd></dl>
        """)
  }

  @Test func nothingButKnownWordsBecomesANotice() {
    #expect(notice("notice=saved") != nil)
    #expect(notice("notice=%3Cscript%3E") == nil)
    #expect(notice("") == nil)
    #expect(notice("notice=tagged&count=%3Cb%3E")?.text == "Added the keywords to 0 assets.")
    #expect(notice("notice=assets-deleted&count=1&undo=a,b")?.undo?.ids == ["a", "b"])
  }

  private func notice(_ query: String) -> PageNotice? {
    PageNotice(QueryParameters(FormFields(query)))
  }
}
