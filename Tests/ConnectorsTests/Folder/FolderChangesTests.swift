import Core
import Foundation
import TestSupport
import Testing

@testable import Connectors

/// What a folder says is new.
@Suite struct FolderChangesTests {
  @Test func newAndChangedFilesComeOnceTheyRest() async throws {
    let folder = try TemporaryFolder()
    let bench = Bench(folder)
    try folder.write("old.jpg", [1])
    let first = try await bench.look(nil, at: 60)
    #expect(first.items == ["in/old.jpg created"])
    try folder.write("deep/new.jpg", [1, 2])
    try folder.write("old.jpg", [1, 2, 3])
    let busy = try await bench.look(first.cursor, at: 5)
    #expect(busy.items.isEmpty && busy.answer["unsettled"] == 2)
    let rested = try await bench.look(busy.cursor, at: 60)
    #expect(rested.items == ["in/deep/new.jpg created", "in/old.jpg changed"])
    #expect(try await bench.look(rested.cursor, at: 120).items.isEmpty)
    try FileManager.default.removeItem(atPath: folder.file("old.jpg"))
    let gone = try await bench.look(rested.cursor, at: 120)
    #expect(gone.items.isEmpty)
    try folder.write("old.jpg", [1])
    #expect(try await bench.look(gone.cursor, at: 60).items == ["in/old.jpg created"])
  }

  @Test func manyFilesComeInPagesAndEachOnce() async throws {
    let folder = try TemporaryFolder()
    let bench = Bench(folder)
    for number in 100..<125 { try folder.write("\(number).jpg", [1]) }
    var cursor: JSONValue?
    var seen: [String] = []
    var pages = 0
    while true {
      let page = try await bench.look(cursor, at: 60, limit: 10)
      seen += page.items
      cursor = page.cursor
      pages += 1
      if page.answer["more"] != true { break }
    }
    #expect(pages == 3)
    #expect(seen == (100..<125).map { "in/\($0).jpg created" })
  }

  @Test func aFolderThatWasMovedInIsSeenWhateverItsDates() async throws {
    let folder = try TemporaryFolder()
    let bench = Bench(folder)
    let empty = try await bench.look(nil, at: 60)
    let file = try folder.write("moved/old.jpg", [1])
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1_000_000_000)], ofItemAtPath: file)
    #expect(try await bench.look(empty.cursor, at: 0).items == ["in/moved/old.jpg created"])
  }

  @Test(arguments: ["x", "AAAA", "not a cursor"])
  func aCursorOfSomethingElseIsRefused(cursor: String) async throws {
    let bench = Bench(try TemporaryFolder())
    await #expect(throws: (any Error).self) { _ = try await bench.look(.string(cursor), at: 60) }
  }

  @Test func aSnapshotIsTheSameWhateverTheOrder() throws {
    let folder = try TemporaryFolder()
    for number in 0..<20 { try folder.write("\(number)", [UInt8(number)]) }
    let root = FolderPath(root: FolderRoot(name: "in", path: folder.path, isWritable: false), steps: [])
    let files = try FolderWalk(pattern: nil, isRecursive: true, after: nil).files(in: root)
    var one = FolderSnapshot()
    var other = FolderSnapshot()
    for file in files { one.add(file) }
    for file in files.shuffled() { other.add(file) }
    #expect(one.cursor == other.cursor)
    #expect(FolderSnapshot(cursor: one.cursor) == one)
    #expect(one.cursor.utf8.count == 20 * 12 * 4 / 3)
  }
}

/// Calls the action as a trigger does.
private struct Bench {
  let folder: TemporaryFolder
  let connector: FolderConnector

  struct Look {
    let answer: JSONValue
    var cursor: JSONValue? { answer["cursor"] }
    var items: [String] {
      answer["items"]?.arrayValue?.map {
        "\($0["path"]?.stringValue ?? "") \($0["change"]?.stringValue ?? "")"
      } ?? []
    }
  }

  init(_ folder: TemporaryFolder) {
    self.folder = folder
    connector = FolderConnector(roots: [FolderRoot(name: "in", path: folder.path, isWritable: false)])
  }

  /// - Parameter seconds: how long after now somebody looks.
  func look(_ cursor: JSONValue?, at seconds: Double, limit: Int64 = 100) async throws -> Look {
    var input: JSONObject = ["limit": .int(limit)]
    input["cursor"] = cursor
    return Look(
      answer: try await connector.changes(.object(input), at: Date(timeIntervalSinceNow: seconds)))
  }
}
