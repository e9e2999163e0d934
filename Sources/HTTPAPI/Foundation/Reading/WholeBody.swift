import Core
import NIOCore

/// A body that must be as long as announced.
///
/// When a client hangs up, the server's stream can simply end: only the count tells that something is missing.
struct WholeBody: AsyncSequence, Sendable {
  let base: ByteStream
  /// In bytes.
  let announced: Int64

  struct AsyncIterator: AsyncIteratorProtocol {
    var base: ByteStream.AsyncIterator
    let announced: Int64
    var received: Int64 = 0

    mutating func next() async throws -> ByteBuffer? {
      if let chunk = try await base.next() {
        received += Int64(chunk.readableBytes)
        return chunk
      }
      guard received == announced else {
        throw ByteStreamError.lengthMismatch(promised: announced, received: received)
      }
      return nil
    }
  }

  func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(base: base.makeAsyncIterator(), announced: announced)
  }
}
