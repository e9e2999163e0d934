import Connectors
import Core
import FileSteps
import Foundation
import Testing

@Suite("XML, element by element")
struct XMLTests {
  private let bench: FileBench

  init() throws {
    bench = try FileBench()
  }

  private func read(_ text: String, _ element: String? = nil) async throws -> JSONValue? {
    var input: JSONObject = ["file": try bench.file("feed.xml", text)]
    input["element"] = element.map(JSONValue.string)
    return try await bench.run("readXML", .object(input))["rows"]
  }

  private static let feed = """
    <?xml version="1.0"?><feed><head><title>x</title></head>
    <item id="1"><name>Qu&amp;y</name><tag>a</tag><tag>b</tag></item><item id="2">text <b>bold</b></item></feed>
    """

  @Test func elementsOfANameBecomeRows() async throws {
    #expect(
      try await read(Self.feed, "item") == [
        ["@id": "1", "name": "Qu&y", "tag": ["a", "b"]], ["@id": "2", "b": "bold", "#text": "text "],
      ])
  }

  @Test func withoutANameTheChildrenOfTheOutermostDo() async throws {
    #expect(try await read(Self.feed)?.arrayValue?.count == 3)
    #expect(try await read("<a><b>1</b><b/></a>") == [["#text": "1"], ["#text": ""]])
  }

  @Test func lettersOfOtherEncodingsAreRead() async throws {
    let file = try bench.file(
      "latin.xml", Array("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a><b>".utf8) + [0xfc] + Array("</b></a>".utf8)
    )
    #expect(try await bench.run("readXML", ["file": file])["rows"] == [["#text": "ü"]])
  }

  @Test(
    "traps are refused",
    arguments: [
      "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>",
      "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>",
      "<!DOCTYPE a [<!ENTITY % x SYSTEM \"http://peer.test/x\"> %x;]><a/>",
      "<!DOCTYPE l [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><l>&b;</l>",
      "<a><b>", "<a></b>", "not xml", "",
    ])
  func traps(text: String) async throws {
    #expect(await bench.failure("readXML", ["file": try bench.file("trap.xml", text)])?.code == "malformed_file")
  }

  @Test func endlessNestingIsRefused() async throws {
    let deep = String(repeating: "<a>", count: 2000)
    #expect(await bench.failure("readXML", ["file": try bench.file("deep.xml", deep)])?.code == "malformed_file")
  }

  @Test func aRowWithoutEndIsRefused() async throws {
    let file = try bench.file("fat.xml", "<a><b>" + String(repeating: "x", count: 5 << 20))
    #expect(await bench.failure("readXML", ["file": file])?.code == "row_too_large")
  }

  @Test func whatIsWrittenIsReadBack() async throws {
    let rows: JSONValue = [["@id": "7", "name": "a < b & \"c\"", "tag": ["x", "y"], "more": ["deep": "ü"]]]
    let written = try await bench.run("writeXML", ["rows": rows, "root": "feed", "element": "item"])
    #expect(try await bench.run("readXML", ["file": written["file"] ?? .null, "element": "item"])["rows"] == rows)
  }

  @Test func namesThatNoElementCanHaveAreMended() async throws {
    let written = try await bench.run("writeXML", ["rows": [["a b<": "1", "2nd": "2"]]])
    #expect(try await bench.run("readXML", ["file": written["file"] ?? .null])["rows"] == [["a_b_": "1", "_2nd": "2"]])
    #expect(await bench.failure("writeXML", ["rows": [], "root": "a><b"])?.code == "invalid_input")
  }

  @Test func linesOfJSONAreReadAndTheBrokenOneIsNamed() async throws {
    let good = try bench.file("a.jsonl", "{\"a\":1}\n\n[2]\n\"x\"")
    #expect(try await bench.run("readJSONLines", ["file": good])["rows"] == [["a": 1], [2], "x"])
    let bad = try bench.file("b.jsonl", "{}\n{]\n")
    #expect(await bench.failure("readJSONLines", ["file": bad])?.details["line"] == 2)
  }
}
