import AsyncHTTPClient
import NIOCore

/// The body of an answer, bounded in size and time, with errors in our own words.
struct ResponseBody: AsyncSequence, Sendable {
  typealias Element = ByteBuffer
  typealias Failure = any Error

  let base: HTTPClientResponse.Body
  let host: String
  let limit: Int
  let deadline: NIODeadline
  /// The client cuts off a silent peer after this time by itself; only closer to the deadline a timer is needed.
  let idleTimeout: TimeAmount

  func makeAsyncIterator() -> Iterator {
    Iterator(body: self, source: ChunkSource(base), remaining: limit)
  }

  struct Iterator: AsyncIteratorProtocol {
    let body: ResponseBody
    let source: ChunkSource
    var remaining: Int

    mutating func next() async throws -> ByteBuffer? {
      do {
        guard let chunk = try await pull() else { return nil }
        remaining -= chunk.readableBytes
        guard remaining >= 0 else { throw OutboundError.responseTooLarge(host: body.host, limit: body.limit) }
        return chunk
      } catch {
        source.drop()
        throw ErrorTranslation(host: body.host).translate(error)
      }
    }

    private func pull() async throws -> ByteBuffer? {
      let left = body.deadline - .now()
      let expired = OutboundError.timedOut(host: body.host, mayHaveReachedPeer: true)
      guard left > .zero else { throw expired }
      if left > body.idleTimeout { return try await source.next() }
      return try await TimeLimit.run(.nanoseconds(left.nanoseconds)) { [source] in
        try await source.next()
      } orThrow: {
        expired
      }
    }
  }
}

/// The client's own iterator, to be used by one task after another.
// Unchecked: only one task touches it at a time. `ResponseBody.Iterator.next` is mutating, so its calls don't overlap,
// and a call that pulls in a child task waits for that task before it returns.
final class ChunkSource: @unchecked Sendable {
  private var iterator: HTTPClientResponse.Body.AsyncIterator?

  init(_ body: HTTPClientResponse.Body) {
    iterator = body.makeAsyncIterator()
  }

  func next() async throws -> ByteBuffer? {
    guard var current = iterator else { return nil }
    let chunk = try await current.next()
    iterator = chunk == nil ? nil : current
    return chunk
  }

  /// Lets go of the connection.
  func drop() {
    iterator = nil
  }
}
