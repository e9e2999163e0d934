import Blobs
import Core
import Foundation
import TestSupport
import Testing

@Suite("Blobs, on every engine")
struct BlobTests {
  @Test(arguments: BlobEngine.tested)
  func bytesAreNamedByTheirDigests(engine: BlobEngine) async throws {
    try await engine.withStore { store in
      let info = try await store.store(ByteStream(Array("abc".utf8)))
      // FIPS 180-2, appendix B.1, and RFC 1321, appendix A.5.
      #expect(info.hash.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
      #expect(info.md5 == "900150983cd24fb0d6963f7d28e17f72")
      #expect(info.size == 3)
    }
  }

  @Test(arguments: BlobEngine.tested)
  func theSameBytesAreOneBlob(engine: BlobEngine) async throws {
    try await engine.withStore { store in
      let bytes = Pattern.bytes(5000)
      let first = try await store.store(ByteStream(bytes))
      let second = try await store.store(Pattern.stream(bytes, chunk: 100))
      #expect(first == second)
      try await store.remove(first.hash)
      let info = try await store.info(first.hash)
      #expect(info == nil)
    }
  }

  @Test(arguments: BlobEngine.tested)
  func nothingAtAllIsABlobToo(engine: BlobEngine) async throws {
    try await engine.withStore { store in
      let info = try await store.store(ByteStream([]))
      #expect(info.size == 0)
      let committed = try await store.commit(StageID(UUID()), blocks: [])
      #expect(committed.hash == info.hash)
      let read = try await store.read(info.hash, range: nil).collect(upTo: 1)
      #expect(read.isEmpty)
    }
  }

  @Test(
    arguments: BlobEngine.tested,
    [0..<1, 0..<1000, 999..<1000, 1..<999, 500..<5000, 0..<0, 1000..<1000] as [Range<Int64>])
  func aRangeGivesThoseBytes(engine: BlobEngine, range: Range<Int64>) async throws {
    try await engine.withStore { store in
      let bytes = Pattern.bytes(1000)
      let hash = try await store.store(ByteStream(bytes)).hash
      let stream = try await store.read(hash, range: range)
      let expected = Array(bytes[Int(range.lowerBound)..<Int(min(range.upperBound, 1000))])
      #expect(stream.length == Int64(expected.count))
      let read = try await stream.collect(upTo: 2000)
      #expect(read == expected)
    }
  }

  @Test(arguments: BlobEngine.tested, [1000..<1001, 5000..<9000] as [Range<Int64>])
  func aRangeBehindTheEndIsRefused(engine: BlobEngine, range: Range<Int64>) async throws {
    try await engine.withStore { store in
      let hash = try await store.store(ByteStream(Pattern.bytes(1000))).hash
      await #expect(throws: BlobError.rangeNotSatisfiable(size: 1000)) {
        _ = try await store.read(hash, range: range)
      }
    }
  }

  @Test(arguments: BlobEngine.tested)
  func whatIsNotThereIsNotFound(engine: BlobEngine) async throws {
    try await engine.withStore { store in
      let hash = ContentHash(digest: [UInt8](repeating: 9, count: 32))
      let info = try await store.info(hash)
      #expect(info == nil)
      await #expect(throws: BlobError.notFound(hash)) { _ = try await store.read(hash, range: nil) }
      await #expect(throws: BlobError.notFound(hash)) { _ = try await store.read(hash, range: 0..<5) }
      await #expect(throws: BlobError.notFound(hash)) { try await store.withLocalFile(hash) { _ in } }
      try await store.remove(hash)
    }
  }

  @Test(arguments: BlobEngine.tested)
  func programsGetTheBytesAsAFile(engine: BlobEngine) async throws {
    try await engine.withStore { store in
      let bytes = Pattern.bytes(300_000)
      let hash = try await store.store(Pattern.stream(bytes, chunk: 65_536, promising: 300_000)).hash
      let content = try await store.withLocalFile(hash) { path in FileManager.default.contents(atPath: path) }
      #expect(content.map { [UInt8]($0) } == bytes)
    }
  }
}
