import Core
import NIOCore

/// A stream of bytes that tells how many have passed.
struct CountedBytes: AsyncSequence, Sendable {
  typealias Element = ByteBuffer

  let base: ByteStream
  let told: @Sendable (Int64) async -> Void

  func makeAsyncIterator() -> Iterator { Iterator(base: base.makeAsyncIterator(), told: told) }

  struct Iterator: AsyncIteratorProtocol {
    private var base: ByteStream.AsyncIterator
    private let told: @Sendable (Int64) async -> Void
    private var count: Int64 = 0

    init(base: ByteStream.AsyncIterator, told: @escaping @Sendable (Int64) async -> Void) {
      self.base = base
      self.told = told
    }

    mutating func next() async throws -> ByteBuffer? {
      guard let chunk = try await base.next() else { return nil }
      count += Int64(chunk.readableBytes)
      await told(count)
      return chunk
    }
  }
}
