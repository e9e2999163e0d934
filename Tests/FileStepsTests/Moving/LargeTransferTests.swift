import Connectors
import Core
import Foundation
import NIOCore
import Synchronization
import TestSupport
import Testing

@Suite("A file of three gigabytes", .serialized)
struct LargeTransferTests {
  private static let size: Int64 = 3_000_000_000

  /// Takes bytes and forgets them.
  private final class Sink: FileDestination {
    let received = Mutex<Int64>(0)
    let peak = Mutex(0)

    var blocks: BlockRule { .blocks(atMost: 50_000) }

    func begin(_ file: IncomingFile, resuming token: JSONValue?) async throws -> JSONValue { [:] }

    func put(_ block: TransferBlock, _ bytes: ByteStream, of upload: FileUpload) async throws {
      for try await chunk in bytes { received.withLock { $0 += Int64(chunk.readableBytes) } }
      let now = try LargeTransferTests.residentMegabytes()
      peak.withLock { $0 = max($0, now) }
    }

    func finish(_ count: Int, of upload: FileUpload) async throws -> JSONObject { [:] }
    func discard(_ upload: FileUpload) async {}
  }

  fileprivate static func residentMegabytes() throws -> Int {
    let text = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return (line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0) / 1024
  }

  @Test func itPassesWithoutFillingTheMemory() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("big.bin", [])
    let file = try #require(FileHandle(forWritingAtPath: path))
    try file.truncate(atOffset: UInt64(Self.size))
    try file.close()
    let connector = FolderConnector(roots: [FolderRoot(name: "in", path: folder.path, isWritable: false)])
    let handle = MediaFileHandle(
      name: "big.bin", size: Self.size, origin: .connection(FolderConnector.sourceName, locator: "in/big.bin"))
    let sink = Sink()
    let before = try Self.residentMegabytes()
    let result = try await FileTransfer(context: ActionContext(idempotencyKey: "k"), effects: .live)
      .run(connector.source.open(handle), to: sink)
    #expect(result.size == Self.size)
    #expect(sink.received.withLock { $0 } == Self.size)
    let grown = sink.peak.withLock { $0 } - before
    #expect(grown <= 64, "it grew by \(grown) MB")
  }
}
