import Connectors
import Core
import Egress
import Foundation
import TestSupport
import Testing

@Suite("The folder connector")
struct FolderConnectorTests {
  private let folder: TemporaryFolder
  private let bench: TestBench
  private let connector: FolderConnector

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("in/harbour.jpg", Array("jpeg".utf8))
    try folder.write("in/2026/quay.PNG", Array("png!!".utf8))
    try folder.write("in/2026/notes.txt", Array("Grüße".utf8))
    try folder.write("in/.hidden", Array("x".utf8))
    try folder.write("secret/key.txt", Array("key".utf8))
    try FileManager.default.createDirectory(atPath: folder.file("out"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("in/leak"), withDestinationPath: folder.file("secret"))
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("in/leak.txt"), withDestinationPath: folder.file("secret/key.txt"))
    connector = FolderConnector(roots: [
      FolderRoot(name: "in", path: folder.file("in"), isWritable: false),
      FolderRoot(name: "out", path: folder.file("out"), isWritable: true),
    ])
    bench = try TestBench(
      outbound: ScriptedPeer([.answer(200, .null)]).outbound, connector: "folderConnector-v1.0",
      files: [FolderConnector.sourceName: connector.source], coded: connector.actions)
  }

  private func run(_ action: String, _ input: JSONValue, key: String = "k") async throws(ActionError) -> JSONValue {
    guard let reference = ActionReference("folderConnector-v1.0/\(action)") else {
      throw ActionError(code: "test", message: "\(action) is no name.")
    }
    return try await bench.runtime.run(
      reference, connection: nil, input: input, context: ActionContext(idempotencyKey: key))
  }

  private func paths(_ output: JSONValue) -> [String] {
    output["files"]?.arrayValue?.compactMap { $0["path"]?.stringValue } ?? []
  }

  @Test func filesAreListedByPathWithoutHiddenOnesAndLinks() async throws {
    let output = try await run("listFiles", [:])
    #expect(paths(output) == ["in/2026/notes.txt", "in/2026/quay.PNG", "in/harbour.jpg"])
    let quay = try #require(output["files"]?[1])
    #expect(quay["size"] == 5)
    #expect(quay["mime"] == "image/png")
    #expect(quay["file"].flatMap(MediaFileHandle.init(json:))?.name == "quay.PNG")
  }

  @Test func aWholePathInAnAllowedFolderWorksToo() async throws {
    #expect(paths(try await run("listFiles", ["folder": .string(folder.file("in/2026"))])).count == 2)
  }

  @Test(
    "patterns choose",
    arguments: [
      ("*.jpg", ["in/harbour.jpg"]), ("*.{jpg,png}", ["in/2026/quay.PNG", "in/harbour.jpg"]),
      ("2026/*", ["in/2026/notes.txt", "in/2026/quay.PNG"]), ("**/*.png", ["in/2026/quay.PNG"]),
      ("**/harbour.*", ["in/harbour.jpg"]), ("*/*.jpg", []), ("h?rbour.jpg", ["in/harbour.jpg"]),
    ])
  func patterns(pattern: String, expected: [String]) async throws {
    #expect(paths(try await run("listFiles", ["folder": "in", "pattern": .string(pattern)])) == expected)
  }

  @Test func aStarThatCouldTakeForEverDoesNot() {
    let pattern = GlobPattern(String(repeating: "*a", count: 40) + "b")
    #expect(!pattern.matches([String(repeating: "a", count: 2000)]))
  }

  @Test func pagesGoOnWhereTheLastOneEnded() async throws {
    let first = try await run("listFiles", ["limit": 2])
    #expect(first["next"] == "in/2026/quay.PNG")
    let second = try await run("listFiles", ["limit": 2, "after": first["next"] ?? .null])
    #expect(paths(second) == ["in/harbour.jpg"])
    #expect(second["next"] == .null)
  }

  @Test func onlyTheFolderItselfWhenAskedSo() async throws {
    #expect(paths(try await run("listFiles", ["folder": "in", "recursive": false])) == ["in/harbour.jpg"])
  }

  @Test(
    "what is outside is refused",
    arguments: [
      "../secret", "in/../secret", "/etc", "secret", "in/leak", "/", "in/\u{0}",
    ])
  func outside(path: String) async throws {
    await #expect { _ = try await run("listFiles", ["folder": .string(path)]) } throws: { error in
      ["path_not_allowed", "file_not_found"].contains((error as? ActionError)?.code)
    }
  }

  @Test("links to files are refused", arguments: ["in/leak.txt", "in/leak/key.txt"])
  func links(path: String) async throws {
    await #expect { _ = try await run("readFile", ["path": .string(path), "asText": true]) } throws: { error in
      ["path_not_allowed", "file_not_found"].contains((error as? ActionError)?.code)
    }
  }

  @Test func textIsRead() async throws {
    let output = try await run("readFile", ["path": "in/2026/notes.txt", "asText": true])
    #expect(output["text"] == "Grüße")
  }

  @Test func aFolderIsNoFile() async throws {
    await #expect { _ = try await run("readFile", ["path": "in/2026"]) } throws: {
      ($0 as? ActionError)?.code == "file_not_found"
    }
  }

  @Test func aHandleOfAFileThatChangedIsRefused() async throws {
    let handle = try #require(
      try await run("readFile", ["path": "in/harbour.jpg"])["file"].flatMap(MediaFileHandle.init(json:)))
    try folder.write("in/harbour.jpg", Array("other bytes".utf8))
    await #expect(throws: FileSourceError.changed(name: "in/harbour.jpg")) {
      _ = try await connector.source.open(handle)
    }
  }

  @Test func aFileThatChangesWhileItIsReadIsNoticed() async throws {
    try folder.write("in/big.bin", [UInt8](repeating: 1, count: 600_000))
    let handle = try #require(
      try await run("readFile", ["path": "in/big.bin"])["file"].flatMap(MediaFileHandle.init(json:)))
    let file = try await connector.source.open(handle)
    var pieces = try await file.stream().makeAsyncIterator()
    _ = try await pieces.next()
    let writer = try #require(FileHandle(forUpdatingAtPath: folder.file("in/big.bin")))
    try writer.seekToEnd()
    try writer.write(contentsOf: Data([2]))
    try writer.close()
    await #expect(throws: FileSourceError.changed(name: "in/big.bin")) { _ = try await pieces.next() }
  }

  @Test func rangesAreWhatWasAskedFor() async throws {
    let handle = try #require(
      try await run("readFile", ["path": "in/2026/quay.PNG"])["file"].flatMap(MediaFileHandle.init(json:)))
    let file = try await connector.source.open(handle)
    #expect(try await file.bytes(1..<4) == Array("ng!".utf8))
    #expect(try await file.bytes(2..<2) == [])
  }

  @Test func filesAreWrittenWholeAndOnlyWhereThatIsAllowed() async throws {
    let handle = try #require(try await run("readFile", ["path": "in/harbour.jpg"])["file"])
    let output = try await run("writeFile", ["path": "out/a/b/copy.jpg", "file": handle])
    #expect(output["size"] == 4)
    #expect(FileManager.default.contents(atPath: folder.file("out/a/b/copy.jpg")) == Data("jpeg".utf8))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("out/a/b")) == ["copy.jpg"])
    await #expect { _ = try await run("writeFile", ["path": "in/x.jpg", "file": handle]) } throws: {
      ($0 as? ActionError)?.code == "path_not_allowed"
    }
  }

  @Test func aFileThatIsThereIsReplacedOnlyWhenAsked() async throws {
    try folder.write("out/x.txt", Array("old".utf8))
    await #expect { _ = try await run("writeFile", ["path": "out/x.txt", "text": "new"]) } throws: {
      ($0 as? ActionError)?.code == "file_exists"
    }
    #expect(FileManager.default.contents(atPath: folder.file("out/x.txt")) == Data("old".utf8))
    _ = try await run("writeFile", ["path": "out/x.txt", "text": "new", "replace": true])
    #expect(FileManager.default.contents(atPath: folder.file("out/x.txt")) == Data("new".utf8))
  }

  @Test func aLinkInTheWayOfAWriteIsNotFollowed() async throws {
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("out/door"), withDestinationPath: folder.file("secret"))
    await #expect(throws: ActionError.self) { _ = try await run("writeFile", ["path": "out/door/x.txt", "text": "x"]) }
    #expect(!FileManager.default.fileExists(atPath: folder.file("secret/x.txt")))
  }
}
