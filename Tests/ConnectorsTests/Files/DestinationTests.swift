import Connectors
import Core
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("Where files go")
struct DestinationTests {
  private let folder: TemporaryFolder
  private let connector: FolderConnector
  private let content: [UInt8]
  private let memory = MemoryCheckpoint()

  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.file("out"), withIntermediateDirectories: true)
    connector = FolderConnector(roots: [FolderRoot(name: "out", path: folder.file("out"), isWritable: true)])
    var generator = SeededGenerator(seed: 5)
    content = generator.bytes(5500)
  }

  private var file: OpenFile {
    let content = content
    return OpenFile(name: "größe 漢字.bin", size: 5500, mime: nil, version: "1", isCheapToRead: true) { range in
      let range = range ?? 0..<5500
      return ByteStream(Array(content[Int(range.lowerBound)..<Int(range.upperBound)]))
    }
  }

  private func run(_ destination: any FileDestination, saves: Int? = nil) async throws -> TransferResult {
    let memory = memory
    let checkpoint = Checkpoint(
      load: memory.checkpoint.load,
      save: { value in
        try await memory.checkpoint.save(value)
        if memory.saves == saves { throw CancellationError() }
      })
    return try await FileTransfer(
      context: ActionContext(idempotencyKey: "run/step", checkpoint: checkpoint), effects: .live, blockSize: 1000
    ).run(file, to: destination)
  }

  private func place(replacing: Bool = false) throws -> FolderDestination {
    try connector.destination("out/a/größe 漢字.bin", replacing: replacing, key: "run/step")
  }

  private var names: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder.file("out/a"))) ?? []
  }

  @Test func aFolderGetsTheFileUnderItsName() async throws {
    let result = try await run(place())
    #expect(FileManager.default.contents(atPath: folder.file("out/a/größe 漢字.bin")) == Data(content))
    #expect(names == ["größe 漢字.bin"])
    let handle = try #require(result.details["file"].flatMap(MediaFileHandle.init(json:)))
    #expect(try await connector.source.open(handle).stream().collect(upTo: 10_000) == content)
  }

  @Test("killed after any save, the file still appears once and whole", arguments: 1...8)
  func kills(after saves: Int) async throws {
    await #expect(throws: CancellationError.self) { _ = try await run(place(), saves: saves) }
    _ = try await run(place())
    #expect(FileManager.default.contents(atPath: folder.file("out/a/größe 漢字.bin")) == Data(content))
    #expect(names == ["größe 漢字.bin"])
  }

  @Test func aKillBetweenThePlacingAndTheSaveIsTakenUp() async throws {
    let memory = memory
    // The last save is lost: the file is in its place, and the checkpoint doesn't know.
    let checkpoint = Checkpoint(
      load: memory.checkpoint.load,
      save: { value in
        if value["output"] != nil { throw CancellationError() }
        try await memory.checkpoint.save(value)
      })
    let transfer = FileTransfer(
      context: ActionContext(idempotencyKey: "run/step", checkpoint: checkpoint), effects: .live, blockSize: 1000)
    await #expect(throws: CancellationError.self) { _ = try await transfer.run(file, to: place()) }
    #expect(names == ["größe 漢字.bin"])
    let result = try await run(place())
    #expect(result.details["path"] == "out/a/größe 漢字.bin")
    #expect(names == ["größe 漢字.bin"])
  }

  @Test func aFileThatIsThereStays() async throws {
    try folder.write("out/a/größe 漢字.bin", Array("old".utf8))
    await #expect(throws: FileSourceError.exists(path: "out/a/größe 漢字.bin")) { _ = try await run(place()) }
    #expect(FileManager.default.contents(atPath: folder.file("out/a/größe 漢字.bin")) == Data("old".utf8))
    _ = try await run(place(replacing: true))
    #expect(FileManager.default.contents(atPath: folder.file("out/a/größe 漢字.bin")) == Data(content))
  }

  @Test func aHiddenFileThatSomebodyCleanedUpIsWrittenAgain() async throws {
    await #expect(throws: CancellationError.self) { _ = try await run(place(), saves: 4) }
    for name in names { try FileManager.default.removeItem(atPath: folder.file("out/a/" + name)) }
    _ = try await run(place())
    #expect(FileManager.default.contents(atPath: folder.file("out/a/größe 漢字.bin")) == Data(content))
  }

  @Test("places outside are refused", arguments: ["../x", "/etc/x", "out", "other/x", "out/../../x"])
  func outside(path: String) {
    #expect(throws: FileSourceError.self) { _ = try connector.destination(path, replacing: false, key: "k") }
  }
}
