import Blobs
import Core
import Foundation
import TestSupport
import Testing

@Suite("Uploads in blocks, on every engine")
struct StagingTests {
  private let stage = StageID("3f1c9a52-0d7e-4b4b-9d0a-7a5a3a8a2c11")

  @Test(arguments: BlobEngine.tested)
  func blocksArriveInAnyOrderAndAreJoinedInTheOrderOfTheCommit(engine: BlobEngine) async throws {
    try await engine.withStore { store in
      let stage = try #require(stage)
      let parts = (0..<5).map { Pattern.bytes(10_000 + $0, seed: UInt64($0)) }
      for index in [3, 0, 4, 1, 2] {
        _ = try await store.putBlock("block \(index)", of: stage, bytes: Pattern.stream(parts[index], chunk: 999))
      }
      let info = try await store.commit(stage, blocks: (0..<5).map { "block \($0)" })
      let whole = Array(parts.joined())
      #expect(info.size == Int64(whole.count))
      let read = try await store.read(info.hash, range: nil).collect(upTo: 1 << 20)
      #expect(read == whole)
      try await store.verify(info.hash)
    }
  }

  @Test(arguments: BlobEngine.tested)
  func aBlockSentAgainTakesThePlaceOfTheFirst(engine: BlobEngine) async throws {
    try await engine.withStore { store in
      let stage = try #require(stage)
      _ = try await store.putBlock("a/../b", of: stage, bytes: ByteStream([1, 2, 3]))
      let second = try await store.putBlock("a/../b", of: stage, bytes: ByteStream([4, 5]))
      let blocks = try await store.blocks(of: stage)
      #expect(blocks == [second])
      #expect(second.size == 2)
      let info = try await store.commit(stage, blocks: ["a/../b"])
      let read = try await store.read(info.hash, range: nil).collect(upTo: 10)
      #expect(read == [4, 5])
    }
  }

  @Test(arguments: BlobEngine.tested)
  func aCommitThatIsAskedForAgainAnswersTheSame(engine: BlobEngine) async throws {
    try await engine.withStore { store in
      let stage = try #require(stage)
      _ = try await store.putBlock("1", of: stage, bytes: ByteStream([1]))
      _ = try await store.putBlock("2", of: stage, bytes: ByteStream([2]))
      let first = try await store.commit(stage, blocks: ["1", "2"])
      let again = try await store.commit(stage, blocks: ["1", "2"])
      let reversed = try await store.commit(stage, blocks: ["2", "1"])
      #expect(first == again)
      #expect(first.hash != reversed.hash)
    }
  }

  @Test(arguments: BlobEngine.tested)
  func aStageLetGoOfDuringACommitIsMissingBlocks(engine: BlobEngine) async throws {
    try await engine.withStore { store in
      let stage = try #require(stage)
      for round in 0..<20 {
        let count = round % 2 + 1
        let names = (0..<count).map(String.init)
        for name in names {
          _ = try await store.putBlock(name, of: stage, bytes: ByteStream(Array("\(round)/\(name)".utf8)))
        }
        try await withThrowingDiscardingTaskGroup { group in
          for _ in 0..<4 {
            group.addTask {
              do {
                let info = try await store.commit(stage, blocks: names)
                #expect(try await store.info(info.hash) != nil)
                try await store.discard(stage)
              } catch BlobError.unknownBlock {
                // Another one was quicker: it has the blob, and the stage is gone.
              }
            }
          }
        }
      }
    }
  }

  @Test(arguments: BlobEngine.tested)
  func aBlockThatIsMissingIsNamed(engine: BlobEngine) async throws {
    try await engine.withStore { store in
      let stage = try #require(stage)
      _ = try await store.putBlock("1", of: stage, bytes: ByteStream([1]))
      await #expect(throws: BlobError.unknownBlock("2")) {
        _ = try await store.commit(stage, blocks: ["1", "2"])
      }
    }
  }

  @Test(arguments: BlobEngine.tested)
  func whatWasCommittedStaysWhenItsStageIsDiscarded(engine: BlobEngine) async throws {
    try await engine.withStore { store in
      let stage = try #require(stage)
      _ = try await store.putBlock("1", of: stage, bytes: ByteStream([1, 2]))
      let info = try await store.commit(stage, blocks: ["1"])
      try await store.discard(stage)
      try await store.discard(stage)
      let blocks = try await store.blocks(of: stage)
      #expect(blocks.isEmpty)
      let read = try await store.read(info.hash, range: nil).collect(upTo: 10)
      #expect(read == [1, 2])
    }
  }

  @Test(arguments: BlobEngine.tested, [true, false])
  func aBodyThatIsCutOffLeavesTheBlockAsItWas(engine: BlobEngine, breaks: Bool) async throws {
    try await engine.withStore { store in
      let stage = try #require(stage)
      let kept = try await store.putBlock("1", of: stage, bytes: ByteStream([1, 2]))
      let body = [UInt8](repeating: 3, count: 5000)
      let short =
        breaks ? Pattern.broken(after: body, promising: 9000) : Pattern.stream(body, chunk: 1000, promising: 9000)
      await #expect(throws: (any Error).self) {
        _ = try await store.putBlock("1", of: stage, bytes: short)
      }
      await #expect(throws: (any Error).self) {
        _ = try await store.putBlock("2", of: stage, bytes: Pattern.broken(after: body))
      }
      let blocks = try await store.blocks(of: stage)
      #expect(blocks == [kept])
    }
  }

  @Test(arguments: BlobEngine.tested)
  func aBodyLongerThanAnnouncedIsRefused(engine: BlobEngine) async throws {
    try await engine.withStore { store in
      let stage = try #require(stage)
      let body = [UInt8](repeating: 3, count: 5000)
      await #expect(throws: ByteStreamError.self) {
        _ = try await store.putBlock("1", of: stage, bytes: Pattern.stream(body, chunk: 1000, promising: 4000))
      }
      let blocks = try await store.blocks(of: stage)
      #expect(blocks.isEmpty)
    }
  }

  @Test(arguments: BlobEngine.tested)
  func largeBlocksAndSmallOnesMakeOneBlob(engine: BlobEngine) async throws {
    try await engine.withStore { store in
      let stage = try #require(stage)
      // S3 joins parts of at least 5 MiB by itself; smaller ones have to be sent again.
      let sizes = [9 << 20, 1 << 20, 3, 0, 6 << 20, 100_000]
      var digests = Digests()
      for (index, size) in sizes.enumerated() {
        let bytes = Pattern.bytes(size, seed: UInt64(index))
        bytes.withUnsafeBytes { digests.update($0) }
        let stream = Pattern.stream(bytes, chunk: 1 << 20, promising: index == 0 ? nil : Int64(size))
        _ = try await store.putBlock("\(index)", of: stage, bytes: stream)
      }
      let info = try await store.commit(stage, blocks: sizes.indices.map { "\($0)" })
      #expect(info == digests.info)
      try await store.verify(info.hash)
    }
  }

  @Test(arguments: BlobEngine.tested)
  func aStageIsGoneOnceNobodyHasTouchedItForLongEnough(engine: BlobEngine) async throws {
    try await engine.withStore { store in
      let stage = StageID(UUID())
      _ = try await store.putBlock("1", of: stage, bytes: ByteStream([1]))
      let kept = try await store.store(ByteStream([2]))
      #expect(try await store.discardStages(untouchedSince: Date(timeIntervalSinceNow: -3600)) == 0)
      #expect(try await store.blocks(of: stage).count == 1)
      #expect(try await store.discardStages(untouchedSince: Date(timeIntervalSinceNow: 3600)) == 1)
      #expect(try await store.blocks(of: stage).isEmpty)
      #expect(try await store.info(kept.hash)?.size == kept.size)
    }
  }
}
