import Connectors
import Core
import FileSteps
import Foundation
import Testing

@Suite("Tables of comma separated values")
struct CSVTests {
  private let bench: FileBench

  init() throws {
    bench = try FileBench()
  }

  private func rows(_ text: String, _ more: JSONObject = [:]) async throws -> JSONValue? {
    let file = try bench.file("table.csv", text)
    return try await bench.run("readCSV", .object(more.merging(["file": file])))["rows"]
  }

  @Test func rowsAreObjectsOfTexts() async throws {
    #expect(
      try await rows("name,size\r\nQuay,12\r\n\"Größe, \"\"L\"\"\",\"a\nb\"\r\n")
        == [["name": "Quay", "size": "12"], ["name": "Größe, \"L\"", "size": "a\nb"]])
  }

  @Test(
    "line ends, marks and missing fields",
    arguments: [
      ("a,b\n1,2", #"[{"a":"1","b":"2"}]"#), ("a,b\r1,2\r", #"[{"a":"1","b":"2"}]"#),
      ("\u{feff}a,b\n1,2\n", #"[{"a":"1","b":"2"}]"#), ("\u{feff}\"a\",b\n1,2\n", #"[{"a":"1","b":"2"}]"#),
      ("a,b\n\n1\n", #"[{"a":"1","b":""}]"#),
      ("a,a,\n1,2,3\n", #"[{"a":"1","a (2)":"2","column3":"3"}]"#), ("a,b\n1,2,,\n", #"[{"a":"1","b":"2"}]"#),
      ("", "[]"), ("a,b\n", "[]"), ("a\n\"\"\n", #"[{"a":""}]"#),
    ])
  func shapes(text: String, expected: String) async throws {
    #expect(try await rows(text) == JSONValue(parsing: Array(expected.utf8)))
  }

  @Test func separatorsHeadersAndColumnsAreChosen() async throws {
    #expect(
      try await rows("1;2\n", ["separator": "semicolon", "header": false]) == [["column1": "1", "column2": "2"]])
    #expect(try await rows("x\ty\n1\t2\n", ["separator": "tab", "columns": ["p", "q"]]) == [["p": "1", "q": "2"]])
  }

  @Test func windowsLettersAreRead() async throws {
    let file = try bench.file("old.csv", [UInt8(ascii: "a"), 10, 0x80, 0xfc, 10])
    let output = try await bench.run("readCSV", ["file": file, "encoding": "windows-1252"])
    #expect(output["rows"] == [["a": "€ü"]])
    #expect(await bench.failure("readCSV", ["file": file])?.code == "malformed_file")
  }

  @Test(
    "what is broken is named with its line",
    arguments: [("a,b\n1,2,3\n", 2), ("a\n\"x\"y\n", 2), ("a\n1\n\"never closed\n", 4)])
  func broken(text: String, line: Int) async throws {
    let failure = await bench.failure("readCSV", ["file": try bench.file("table.csv", text)])
    #expect(failure?.code == "malformed_file")
    #expect(failure?.details["line"] == JSONValue(line))
  }

  @Test func aRowWithoutEndIsRefusedBeforeItFillsTheMemory() async throws {
    let file = try bench.file("trap.csv", Array("a\n\"".utf8) + [UInt8](repeating: 120, count: 5 << 20))
    #expect(await bench.failure("readCSV", ["file": file])?.code == "row_too_large")
  }

  @Test("many rows become a file of JSON lines", arguments: 0..<3)
  func manyRows(count: Int) async throws {
    let number = count == 0 ? 10_000 : 10_000 + count * 500
    let text = "n\n" + (0..<number).map { "\($0)\n" }.joined()
    let output = try await bench.run("readCSV", ["file": try bench.file("many.csv", text)])
    #expect(output["count"] == JSONValue(number))
    if count == 0 {
      #expect(output["rows"]?.arrayValue?.count == 10_000)
    } else {
      let lines = try await bench.text(output["rows"]).split(separator: "\n")
      #expect(lines.count == number)
      #expect(lines.last == "{\"n\":\"\(number - 1)\"}")
      #expect(bench.heldBlobs.count == 1)
    }
  }

  @Test func whatIsWrittenIsReadBack() async throws {
    let rows: JSONValue = [
      ["name": "Quay, \"big\"", "note": "two\nlines", "n": 3], ["name": "größe", "note": "", "n": nil],
    ]
    let written = try await bench.run("writeCSV", ["rows": rows, "name": "out.csv"])
    #expect(written["count"] == 2)
    let read = try await bench.run("readCSV", ["file": written["file"] ?? .null])
    #expect(
      read["rows"] == [
        ["name": "Quay, \"big\"", "note": "two\nlines", "n": "3"], ["name": "größe", "note": "", "n": ""],
      ])
  }

  @Test func aFileOfRowsIsTakenLikeAList() async throws {
    let text = "n\n" + (0..<12_000).map { "\($0)\n" }.joined()
    let read = try await bench.run("readCSV", ["file": try bench.file("many.csv", text)])
    let written = try await bench.run("writeCSV", ["rows": read["rows"] ?? .null])
    #expect(written["count"] == 12_000)
    #expect(try await bench.text(written["file"]) == text.replacing("\n", with: "\r\n"))
  }

  @Test func noRowsMakeAFileOfNames() async throws {
    let written = try await bench.run("writeCSV", ["rows": [], "columns": ["a", "b"]])
    #expect(try await bench.text(written["file"]) == "a,b\r\n")
  }

  @Test func whatIsNoTableOfRowsIsRefused() async {
    #expect(await bench.failure("writeCSV", ["rows": ["$file": "x"]])?.code == "invalid_input")
    #expect(await bench.failure("readCSV", ["file": "x"])?.code != nil)
  }
}
