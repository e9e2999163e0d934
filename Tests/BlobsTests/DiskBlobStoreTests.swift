import Blobs
import Core
import Foundation
import NIOCore
import Synchronization
import TestSupport
import Testing

@Suite("The disk engine")
struct DiskBlobStoreTests {
  @Test func aFullDiskKeepsNothingOfTheBlock() async throws {
    let folder = try TemporaryFolder()
    // Room for one look at the disk, then none.
    let looks = Mutex(0)
    let space = SpaceGuard(path: folder.path, reserve: 1000) { _ in
      looks.withLock { count in
        count += 1
        return count == 1 ? 1 << 40 : 0
      }
    }
    let store = DiskBlobStore(root: folder.path, space: space, effects: .test())
    let stage = StageID(UUID())
    let chunk = [UInt8](repeating: 1, count: 1 << 20)
    let stream = ByteStream(
      length: nil, AsyncStream(unfolding: { ByteBuffer(bytes: chunk) }))
    await #expect(throws: BlobError.insufficientStorage) {
      _ = try await store.putBlock("endless", of: stage, bytes: stream)
    }
    let blocks = try await store.blocks(of: stage)
    #expect(blocks.isEmpty)
    #expect(try files(below: folder.path).isEmpty)
  }

  @Test func theReserveIsNotForUploads() async throws {
    let folder = try TemporaryFolder()
    let space = SpaceGuard(path: folder.path, reserve: 1000) { _ in 1500 }
    let store = DiskBlobStore(root: folder.path, space: space, effects: .test())
    await #expect(throws: BlobError.insufficientStorage) {
      _ = try await store.store(ByteStream([UInt8](repeating: 1, count: 600)))
    }
    let info = try await store.store(ByteStream([UInt8](repeating: 1, count: 400)))
    #expect(info.size == 400)
  }

  @Test func bytesThatWereChangedAtRestAreFound() async throws {
    let folder = try TemporaryFolder()
    let store = DiskBlobStore(root: folder.path, space: SpaceGuard(path: folder.path, reserve: 0), effects: .test())
    let hash = try await store.store(ByteStream([1, 2, 3])).hash
    try await store.verify(hash)
    let path = try await store.withLocalFile(hash) { $0 }
    #expect(path == folder.file("blobs/\(hash.sha256.prefix(2))/\(hash.sha256.dropFirst(2).prefix(2))/\(hash)"))
    #expect(chmod(path, 0o600) == 0)
    try Data([1, 2, 4]).write(to: URL(fileURLWithPath: path))
    await #expect(throws: BlobError.damaged(hash)) { try await store.verify(hash) }
  }

  @Test func aStageIsGoneOnceNobodyHasTouchedItForLongEnough() async throws {
    let folder = try TemporaryFolder()
    let store = DiskBlobStore(root: folder.path, space: SpaceGuard(path: folder.path, reserve: 0), effects: .test())
    let stage = StageID(UUID())
    _ = try await store.putBlock("1", of: stage, bytes: ByteStream([1]))
    let kept = try await store.discardStages(untouchedSince: Date(timeIntervalSinceNow: -3600))
    #expect(kept == 0)
    let halfDeleted = folder.path + "/stages/" + UUID().uuidString + ".gone"
    try FileManager.default.createDirectory(atPath: halfDeleted + "/inner", withIntermediateDirectories: true)
    let gone = try await store.discardStages(untouchedSince: Date(timeIntervalSinceNow: 3600))
    #expect(gone == 1)
    #expect(!FileManager.default.fileExists(atPath: halfDeleted))
    let blocks = try await store.blocks(of: stage)
    #expect(blocks.isEmpty)
  }

  @Test func fewBytesAreStoredWithoutLeavingAnything() async throws {
    let folder = try TemporaryFolder()
    let store = DiskBlobStore(root: folder.path, space: SpaceGuard(path: folder.path, reserve: 0), effects: .test())
    let bytes = [UInt8](repeating: 5, count: 20_000)
    let infos = try await withThrowingTaskGroup(of: BlobInfo.self) { group in
      for _ in 0..<8 { group.addTask { try await store.store(ByteStream(bytes)) } }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(infos.count == 1)
    for wrong: Int64 in [19_999, 20_001] {
      let broken = ByteStream(length: wrong, AsyncStream.one(ByteBuffer(bytes: bytes)))
      await #expect(throws: ByteStreamError.lengthMismatch(promised: wrong, received: 20_000)) {
        _ = try await store.store(broken)
      }
    }
    #expect(try files(below: folder.path).count == 1)
    // What a process left that was killed in the middle of it.
    let draft = folder.path + "/stages/" + UUID().uuidString + ".part"
    try Data(bytes).write(to: URL(fileURLWithPath: draft))
    _ = try await store.discardStages(untouchedSince: Date(timeIntervalSinceNow: -3600))
    #expect(FileManager.default.fileExists(atPath: draft))
    _ = try await store.discardStages(untouchedSince: Date(timeIntervalSinceNow: 3600))
    #expect(!FileManager.default.fileExists(atPath: draft))
  }

  @Test func aBlockWhoseBytesWereLostIsNoBlock() async throws {
    let folder = try TemporaryFolder()
    let store = DiskBlobStore(root: folder.path, space: SpaceGuard(path: folder.path, reserve: 0), effects: .test())
    let stage = StageID(UUID())
    _ = try await store.putBlock("1", of: stage, bytes: ByteStream([1, 2]))
    for path in try files(below: folder.path) where path.hasSuffix(".part") { #expect(unlink(path) == 0) }
    let blocks = try await store.blocks(of: stage)
    #expect(blocks.isEmpty)
    await #expect(throws: BlobError.unknownBlock("1")) { _ = try await store.commit(stage, blocks: ["1"]) }
  }

  @Test func aBlobThatIsRemovedWhileItIsReadIsReadToTheEnd() async throws {
    let folder = try TemporaryFolder()
    let store = DiskBlobStore(root: folder.path, space: SpaceGuard(path: folder.path, reserve: 0), effects: .test())
    let bytes = [UInt8](repeating: 7, count: 1 << 20)
    let hash = try await store.store(ByteStream(bytes)).hash
    let stream = try await store.read(hash, range: nil)
    try await store.remove(hash)
    let read = try await stream.collect(upTo: 2 << 20)
    #expect(read == bytes)
  }

  private func files(below path: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: path).map { path + "/" + $0 }.filter { path in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
    }
  }
}

extension AsyncStream where Element: Sendable {
  fileprivate static func one(_ element: Element) -> AsyncStream {
    AsyncStream { continuation in
      continuation.yield(element)
      continuation.finish()
    }
  }
}
