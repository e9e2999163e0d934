import Blobs
import Connectors
import Core
import Foundation
import Synchronization
import Testing

@Suite("Files moved into the store, on every engine")
struct StoreDestinationTests {
  private static let content = Pattern.bytes(25_000)

  private static var file: OpenFile {
    OpenFile(name: "reel.mov", size: 25_000, mime: nil, version: "1", isCheapToRead: true) { range in
      let range = range ?? 0..<25_000
      return ByteStream(Array(content[Int(range.lowerBound)..<Int(range.upperBound)]))
    }
  }

  /// - Parameter saves: the save after which the process is gone; `nil` for one that lives.
  private static func move(
    into store: any BlobStore, _ kept: Kept, key: String, dyingAfter saves: Int? = nil
  ) async throws -> TransferResult {
    let checkpoint = Checkpoint(
      load: { kept.value.withLock { $0 } },
      save: { state in
        kept.value.withLock { $0 = state }
        if kept.count() == saves { throw CancellationError() }
      })
    let keeper = FileKeeper(blobs: store) { _, bytes in try await bytes() }
    return try await FileTransfer(
      context: ActionContext(idempotencyKey: key, checkpoint: checkpoint), effects: .live, blockSize: 10_000
    ).run(file, to: StoreDestination(keeper: keeper, holder: "run", key: key))
  }

  private final class Kept: Sendable {
    let value = Mutex<JSONValue?>(nil)
    private let saves = Mutex(0)

    func count() -> Int {
      saves.withLock {
        $0 += 1
        return $0
      }
    }
  }

  @Test("killed after any save, the file is there whole", arguments: BlobEngine.tested, [nil, 1, 2, 3, 4, 5])
  func kills(engine: BlobEngine, saves: Int?) async throws {
    try await engine.withStore { store in
      let (kept, key) = (Kept(), "run/\(UUID().uuidString)")
      if saves != nil {
        await #expect(throws: CancellationError.self) {
          _ = try await Self.move(into: store, kept, key: key, dyingAfter: saves)
        }
      }
      let result = try await Self.move(into: store, kept, key: key)
      let hash = try #require(ContentHash(result.sha256))
      #expect(result.details["blob"]?.stringValue == result.sha256)
      #expect(try await store.read(hash, range: nil).collect(upTo: 30_000) == Self.content)
    }
  }
}
