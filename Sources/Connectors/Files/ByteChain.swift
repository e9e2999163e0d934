import Core
import NIOCore

/// Several streams of bytes one behind the other, each opened when the one before has ended.
struct ByteChain: AsyncSequence, Sendable {
  typealias Element = ByteBuffer

  let links: [@Sendable () async throws -> ByteStream]

  func makeAsyncIterator() -> Iterator { Iterator(links: links) }

  struct Iterator: AsyncIteratorProtocol {
    private var rest: ArraySlice<@Sendable () async throws -> ByteStream>
    private var current: ByteStream.AsyncIterator?

    init(links: [@Sendable () async throws -> ByteStream]) {
      rest = links[...]
    }

    mutating func next() async throws -> ByteBuffer? {
      while true {
        if let chunk = try await current?.next() { return chunk }
        guard let open = rest.popFirst() else { return nil }
        current = try await open().makeAsyncIterator()
      }
    }
  }
}
