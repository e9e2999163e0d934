import Blobs
import Core
import NIOCore
import Synchronization

/// Passes bytes on, and knows afterwards what passed.
final class DigestTap: Sendable {
  private let digests = Mutex(Digests())

  /// What has passed so far.
  var info: BlobInfo { digests.withLock(\.info) }

  /// The same bytes.
  /// - Throws: from the stream, ``ByteStreamError/lengthMismatch(promised:received:)`` as soon as it breaks its word.
  func stream(_ bytes: ByteStream) -> ByteStream {
    ByteStream(length: bytes.length, Tapped(base: bytes, tap: self))
  }

  fileprivate func count(_ chunk: ByteBuffer, promised: Int64?) throws {
    let size = digests.withLock { digests in
      chunk.withUnsafeReadableBytes { digests.update($0) }
      return digests.size
    }
    if let promised, size > promised { throw ByteStreamError.lengthMismatch(promised: promised, received: size) }
  }

  fileprivate func requireAll(_ promised: Int64?) throws {
    let size = digests.withLock(\.size)
    if let promised, size != promised { throw ByteStreamError.lengthMismatch(promised: promised, received: size) }
  }
}

private struct Tapped: AsyncSequence, Sendable {
  typealias Element = ByteBuffer

  let base: ByteStream
  let tap: DigestTap

  func makeAsyncIterator() -> Iterator {
    Iterator(base: base.makeAsyncIterator(), tap: tap, promised: base.length)
  }

  struct Iterator: AsyncIteratorProtocol {
    var base: ByteStream.AsyncIterator
    let tap: DigestTap
    let promised: Int64?

    mutating func next() async throws -> ByteBuffer? {
      guard let chunk = try await base.next() else {
        try tap.requireAll(promised)
        return nil
      }
      try tap.count(chunk, promised: promised)
      return chunk
    }
  }
}
