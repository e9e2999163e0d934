import Connectors
import Core
import FileSteps
import Foundation
import TestSupport
import Testing

@Suite("ZIP files")
struct ZipTests {
  private let bench: FileBench

  init() throws {
    bench = try FileBench()
  }

  private func unzip(_ entries: [HandmadeZip.Entry], _ more: JSONObject = [:], count: Int? = nil) async throws
    -> JSONValue
  {
    let file = try bench.file("a.zip", HandmadeZip.bytes(entries, count: count))
    return try await bench.run("unzip", .object(more.merging(["file": file])))
  }

  private func refusal(_ entries: [HandmadeZip.Entry], _ more: JSONObject = [:], count: Int? = nil) async -> String? {
    do {
      _ = try await unzip(entries, more, count: count)
      return nil
    } catch {
      return (error as? ActionError)?.code
    }
  }

  private static func entry(_ name: String, _ change: (inout HandmadeZip.Entry) -> Void = { _ in }) -> HandmadeZip.Entry
  {
    var entry = HandmadeZip.Entry(name)
    change(&entry)
    return entry
  }

  @Test func whatIsPackedIsUnpackedTheSame() async throws {
    var generator = SeededGenerator(seed: 9)
    let noise = generator.bytes(300_000)
    let text = Array(String(repeating: "Hafen und Kai. ", count: 50_000).utf8)
    let files: JSONValue = [
      try bench.file("größe 漢字.txt", text), try bench.file("noise.jpg", noise), try bench.file("empty.txt", [UInt8]()),
      ["file": try bench.file("b.txt", "b"), "path": "deep/er/größe 漢字.txt"],
    ]
    let packed = try await bench.run("zip", ["files": files, "name": "all.zip"])
    #expect(packed["count"] == 4)
    #expect((packed["size"]?.intValue ?? 0) < 400_000)
    let unpacked = try await bench.run("unzip", ["file": packed["file"] ?? .null])
    let list = unpacked["files"]?.arrayValue ?? []
    #expect(
      list.map { $0["path"] } == ["größe 漢字.txt", "noise.jpg", "empty.txt", "deep/er/größe 漢字.txt"])
    #expect(try await bench.bytes(list[0]["file"]) == text)
    #expect(try await bench.bytes(list[1]["file"]) == noise)
    #expect(try await bench.bytes(list[2]["file"]) == [])
    #expect(list[3]["name"] == "größe 漢字.txt")
  }

  @Test func otherProgramsReadWhatIsPacked() async throws {
    let text = String(repeating: "line\n", count: 1000)
    let files: JSONValue = [
      try bench.file("ü.txt", text), ["file": try bench.file("p.png", "png"), "path": "d/ü.txt"],
    ]
    let packed = try await bench.run("zip", ["files": files])
    try bench.folder.write("out.zip", try await bench.bytes(packed["file"]))
    let script =
      "import zipfile,sys;z=zipfile.ZipFile(sys.argv[1]);print(z.testzip(),[(i.filename,i.file_size) for i in z.infolist()])"
    #expect(
      try Program.output("/usr/bin/python3", ["-c", script, bench.folder.file("out.zip")])
        == "None [('ü.txt', 5000), ('d/ü.txt', 3)]\n")
  }

  @Test func whatOtherProgramsPackIsRead() async throws {
    let script = """
      import zipfile,sys
      with zipfile.ZipFile(sys.argv[1],'w',zipfile.ZIP_DEFLATED) as z:
          z.writestr('a/b.txt','x'*100000); z.writestr('ü.txt','y'); z.writestr('a/','')
          with z.open('large.txt','w',force_zip64=True) as f: f.write(b'z'*1000)
      """
    _ = try Program.output("/usr/bin/python3", ["-c", script, bench.folder.file("in/py.zip")])
    let size = try Data(contentsOf: URL(filePath: bench.folder.file("in/py.zip"))).count
    let handle = MediaFileHandle(
      name: "py.zip", size: Int64(size), origin: .connection(FolderConnector.sourceName, locator: "in/py.zip"))
    let output = try await bench.run("unzip", ["file": handle.json])
    let list = output["files"]?.arrayValue ?? []
    #expect(list.map { $0["path"] } == ["a/b.txt", "ü.txt", "large.txt"])
    #expect(try await bench.bytes(list[0]["file"]).count == 100_000)
  }

  @Test func onlyWhatMatchesIsUnpacked() async throws {
    let output = try await unzip(
      ["a.jpg", "b.txt", "c/d.jpg"].map { Self.entry($0) }, ["pattern": "*.jpg"])
    #expect(output["files"]?.arrayValue?.map { $0["path"] } == ["a.jpg", "c/d.jpg"])
  }

  @Test func namesOfTheFirstPCsAreRead() async throws {
    let output = try await unzip([
      Self.entry("x") {
        $0.name = [0x84, 0x94, 0x81, 0x2e, 0x74]
        $0.flags = 0
      }
    ])
    #expect(output["files"]?[0]?["path"] == "äöü.t")
  }

  @Test(
    "names that lead elsewhere are refused, and nothing is unpacked",
    arguments: [
      "../x", "a/../../x", "/etc/passwd", "..\\x", "C:\\x", "c:/x", "a/./b", "..", "", "a\u{0}b", "a\nb",
      "../\u{301}x", "a/../\u{FE0F}x", "/\u{301}x", "..\\\u{301}x",
      String(repeating: "n", count: 2000),
    ])
  func traversal(name: String) async {
    #expect(await refusal([Self.entry("good.txt"), Self.entry(name)]) == "archive_refused")
    #expect(bench.heldBlobs.isEmpty)
  }

  @Test("links and devices are refused", arguments: [UInt32(0o120777), 0o060660, 0o020666, 0o010644, 0o140777])
  func links(mode: UInt32) async {
    #expect(await refusal([Self.entry("a") { $0.mode = mode }]) == "archive_refused")
  }

  @Test func lockedArchivesAndUnknownMethodsAreRefused() async {
    #expect(await refusal([Self.entry("a") { $0.flags = 0x801 }]) == "archive_refused")
    #expect(await refusal([Self.entry("a") { $0.method = 99 }]) == "archive_refused")
  }

  @Test func aBombIsRefusedByWhatItSays() async throws {
    let zeros = try bench.file("zeros.txt", [UInt8](repeating: 0, count: 40 << 20))
    let packed = try await bench.run("zip", ["files": [zeros]])
    let failure = await bench.failure("unzip", ["file": packed["file"] ?? .null])
    #expect(failure?.code == "archive_refused")
    #expect(failure?.message.contains("200 times") == true)
    let allowed = try await bench.run("unzip", ["file": packed["file"] ?? .null, "maxRatio": 1100])
    #expect(allowed["size"] == 41_943_040)
  }

  @Test func aBombThatLiesAboutItsSizeIsFoundOut() async throws {
    // 1 MB of zeros, packed, said to be 10 bytes.
    let script =
      "import zlib,sys;c=zlib.compressobj(9,8,-15);sys.stdout.buffer.write(c.compress(b'\\0'*(1<<20))+c.flush())"
    let packed = try Program.bytes("/usr/bin/python3", ["-c", script])
    let bomb = Self.entry("a") {
      $0.content = packed
      $0.method = 8
      $0.size = 10
    }
    #expect(await refusal([bomb]) == "archive_refused")
    #expect(bench.heldBlobs.isEmpty)
  }

  @Test func filesThatShareBytesAreRefused() async {
    let first = Self.entry("a") { $0.content = [UInt8](repeating: 1, count: 1000) }
    let second = Self.entry("b") {
      $0.content = first.content
      $0.offset = 0
    }
    #expect(await refusal([first, second]) == "archive_refused")
  }

  @Test func tooManyFilesOrBytesAreRefused() async {
    let many = (0..<50).map { Self.entry("\($0)") }
    #expect(await refusal(many, ["maxFiles": 49]) == "archive_refused")
    #expect(await refusal(many, ["maxBytes": 49]) == "archive_refused")
    #expect(await refusal(many, ["maxFiles": 50, "maxBytes": 50]) == nil)
    #expect(await refusal([Self.entry("Same"), Self.entry("same")]) == "archive_refused")
  }

  @Test func whatIsDamagedIsNamed() async throws {
    #expect(await refusal([Self.entry("a") { $0.checksum = 1 }]) == "archive_damaged")
    #expect(await refusal([Self.entry("a")], count: 7) == "archive_damaged")
    #expect(await refusal([Self.entry("a") { $0.packedSize = 9999 }]) == "archive_refused")
    let whole = HandmadeZip.bytes([Self.entry("a") { $0.content = [UInt8](repeating: 7, count: 500) }])
    for length in [0, 1, 21, 22, 100, whole.count - 1] {
      let failure = await bench.failure("unzip", ["file": try bench.file("cut.zip", whole.prefix(length))])
      #expect(failure?.code == "archive_damaged", "cut to \(length)")
    }
  }

  @Test("bytes changed anywhere never crash it", arguments: 0..<200)
  func noise(seed: Int) async throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    var bytes = HandmadeZip.bytes([Self.entry("a.txt"), Self.entry("b/c.txt") { $0.method = 8 }])
    for _ in 0..<4 {
      bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
    }
    let failure = await bench.failure("unzip", ["file": try bench.file("noise-\(seed).zip", bytes)])
    #expect(failure == nil || ["archive_damaged", "archive_refused"].contains(failure?.code), "seed \(seed)")
  }

  @Test func archivesInAnArchiveStayPacked() async throws {
    let inner = HandmadeZip.bytes([Self.entry("../evil")])
    let output = try await unzip([Self.entry("inner.zip") { $0.content = inner }])
    #expect(try await bench.bytes(output["files"]?[0]?["file"]) == inner)
  }

  @Test func doubledNamesGetNumbers() async throws {
    let file = try bench.file("a.txt", "1")
    let packed = try await bench.run("zip", ["files": [file, file, file]])
    let output = try await bench.run("unzip", ["file": packed["file"] ?? .null])
    #expect(output["files"]?.arrayValue?.map { $0["path"] } == ["a.txt", "a (2).txt", "a (3).txt"])
  }

  @Test func namesThatLeadElsewhereArentPackedEither() async throws {
    let file = try bench.file("a.txt", "1")
    #expect(await bench.failure("zip", ["files": [["file": file, "path": "../a"]]])?.code == "invalid_input")
    #expect(await bench.failure("zip", ["files": ["x"]]) != nil)
  }
}
