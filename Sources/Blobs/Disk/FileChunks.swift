import NIOCore

/// A range of a file, piece by piece.
struct FileChunks: AsyncSequence, Sendable {
  typealias Element = ByteBuffer

  private static let chunkSize: Int64 = 256 << 10

  let reader: FileReader
  let range: Range<Int64>

  func makeAsyncIterator() -> Iterator {
    Iterator(reader: reader, position: range.lowerBound, end: range.upperBound)
  }

  struct Iterator: AsyncIteratorProtocol {
    fileprivate let reader: FileReader
    fileprivate var position: Int64
    fileprivate let end: Int64

    mutating func next() async throws -> ByteBuffer? {
      try Task.checkCancellation()
      guard position < end else { return nil }
      let chunk = try await reader.read(at: position, count: Int(Swift.min(FileChunks.chunkSize, end - position)))
      guard chunk.readableBytes > 0 else { throw BlobError.unavailable(reason: "a file was cut off") }
      position += Int64(chunk.readableBytes)
      return chunk
    }
  }
}
