import Core
import NIOCore

/// Bytes that end with an error as soon as there are more of them than somebody promised, so that a service that never
/// stops sending fills no disk.
struct BoundedBytes: AsyncSequence, Sendable {
  typealias Element = ByteBuffer

  let base: ByteStream
  /// In bytes.
  let limit: Int64
  let failure: any Error & Sendable

  func makeAsyncIterator() -> Iterator {
    Iterator(base: base.makeAsyncIterator(), left: limit, failure: failure)
  }

  struct Iterator: AsyncIteratorProtocol {
    var base: ByteStream.AsyncIterator
    var left: Int64
    let failure: any Error & Sendable

    mutating func next() async throws -> ByteBuffer? {
      guard let chunk = try await base.next() else { return nil }
      left -= Int64(chunk.readableBytes)
      guard left >= 0 else { throw failure }
      return chunk
    }
  }
}
