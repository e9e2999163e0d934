import Blobs
import Connectors
import Core
import NIOCore

/// Writes a new file of Weir's own store, of which only the last few megabytes are in memory.
struct BlockWriter {
  private static let blockSize = 8 << 20

  private let keeper: FileKeeper
  private let holder: String
  private let stage: StageID
  private var pending = ByteBuffer()
  private var blocks: [String] = []
  /// How many bytes were written.
  private(set) var size: Int64 = 0

  init(_ call: FileStepCall) {
    keeper = call.room.keeper
    holder = call.holder
    stage = call.room.effects.id()
  }

  mutating func append(_ bytes: some Collection<UInt8>) async throws {
    size += Int64(bytes.count)
    pending.writeBytes(bytes)
    if pending.readableBytes >= Self.blockSize { try await flush() }
  }

  mutating func append(_ bytes: ByteBuffer) async throws {
    size += Int64(bytes.readableBytes)
    pending.writeImmutableBuffer(bytes)
    if pending.readableBytes >= Self.blockSize { try await flush() }
  }

  /// Makes the file, kept for the run.
  mutating func finish(name: String, mime: String) async throws -> MediaFileHandle {
    if pending.readableBytes > 0 || blocks.isEmpty { try await flush() }
    let (blobs, stage, blocks) = (keeper.blobs, stage, blocks)
    let info = try await keeper.keep(for: holder) { try await blobs.commit(stage, blocks: blocks) }
    try await blobs.discard(stage)
    return MediaFileHandle(
      name: name, size: info.size, mime: mime, sha256: info.hash.sha256, origin: .blob(info.hash.sha256))
  }

  /// Takes away what was written.
  func abandon() async {
    try? await keeper.blobs.discard(stage)
  }

  private mutating func flush() async throws {
    let name = "block-\(blocks.count)"
    let bytes = pending
    pending = ByteBuffer()
    _ = try await keeper.blobs.putBlock(
      name, of: stage, bytes: ByteStream(length: Int64(bytes.readableBytes), Pieces(buffer: bytes)))
    blocks.append(name)
  }

  /// Chunks of at most a megabyte, as streams promise.
  private struct Pieces: AsyncSequence, Sendable {
    typealias Element = ByteBuffer
    let buffer: ByteBuffer

    func makeAsyncIterator() -> Iterator { Iterator(rest: buffer) }

    struct Iterator: AsyncIteratorProtocol {
      var rest: ByteBuffer

      mutating func next() async throws -> ByteBuffer? {
        let count = Swift.min(1 << 20, rest.readableBytes)
        return count == 0 ? nil : rest.readSlice(length: count)
      }
    }
  }
}

extension FileStepCall {
  /// Has `body` write a new file.
  func write(
    name: String, mime: String, _ body: (inout BlockWriter) async throws -> Void
  ) async throws -> MediaFileHandle {
    var writer = BlockWriter(self)
    do {
      try await body(&writer)
      return try await writer.finish(name: name, mime: mime)
    } catch {
      await writer.abandon()
      throw error
    }
  }
}
