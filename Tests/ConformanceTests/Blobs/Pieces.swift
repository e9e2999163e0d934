import NIOCore

/// Bytes in pieces, made when they are asked for.
struct Pieces: AsyncSequence, Sendable {
  typealias Element = ByteBuffer

  let bytes: [UInt8]
  let chunk: Int
  /// Thrown in place of the end.
  let failure: Refusal?

  func makeAsyncIterator() -> Iterator {
    Iterator(rest: bytes[...], chunk: chunk, failure: failure)
  }

  struct Iterator: AsyncIteratorProtocol {
    var rest: ArraySlice<UInt8>
    let chunk: Int
    let failure: Refusal?

    mutating func next() async throws -> ByteBuffer? {
      guard !rest.isEmpty else {
        if let failure { throw failure }
        return nil
      }
      defer { rest = rest.dropFirst(chunk) }
      return ByteBuffer(bytes: rest.prefix(chunk))
    }
  }
}
