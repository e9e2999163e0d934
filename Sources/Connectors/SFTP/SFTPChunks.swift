import Core
import NIOCore

/// The bytes of a file on an SFTP server, a piece at a time.
struct SFTPChunks: AsyncSequence, Sendable {
  typealias Element = ByteBuffer

  let file: SFTPFile
  let range: Range<Int64>
  /// For messages.
  let name: String

  func makeAsyncIterator() -> Iterator { Iterator(chunks: self, position: range.lowerBound) }

  struct Iterator: AsyncIteratorProtocol {
    let chunks: SFTPChunks
    var position: Int64

    mutating func next() async throws -> ByteBuffer? {
      let (file, offset) = (chunks.file, position)
      let count = Int(Swift.min(1 << 20, chunks.range.upperBound - offset))
      guard count > 0 else { return nil }
      let bytes = try await BlockingWork.run { try file.read(at: offset, count: count) }
      // It became shorter while it was read.
      guard bytes.count == count else { throw FileSourceError.changed(name: chunks.name) }
      position += Int64(count)
      return ByteBuffer(bytes: bytes)
    }
  }
}
