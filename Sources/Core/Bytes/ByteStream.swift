package import NIOCore

/// Bytes on their way from one place to another, pulled by whoever takes them.
///
/// Never the whole of a file: whoever makes one yields chunks of at most a megabyte, and makes the next only when it is
/// asked for. A stream is read once.
package struct ByteStream: AsyncSequence, Sendable {
  package typealias Element = ByteBuffer
  package typealias Failure = any Error

  /// How many bytes it will yield, where that is known beforehand.
  package let length: Int64?
  private let makeBase: @Sendable () -> AsyncIterator

  package init<Base: AsyncSequence & Sendable>(length: Int64?, _ base: Base) where Base.Element == ByteBuffer {
    self.length = length
    makeBase = {
      var iterator = base.makeAsyncIterator()
      return AsyncIterator { try await iterator.next(isolation: #isolation) }
    }
  }

  /// A stream of bytes that are at hand.
  package init(_ bytes: [UInt8]) {
    self.init(
      length: Int64(bytes.count),
      AsyncStream { continuation in
        if !bytes.isEmpty { continuation.yield(ByteBuffer(bytes: bytes)) }
        continuation.finish()
      })
  }

  package func makeAsyncIterator() -> AsyncIterator { makeBase() }

  package struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate let pull: () async throws -> ByteBuffer?

    package mutating func next() async throws -> ByteBuffer? { try await pull() }
  }

  /// All of it in memory.
  /// - Throws: ``ByteStreamError/longer(than:)`` as soon as there is more than `limit` bytes.
  package func collect(upTo limit: Int) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    for try await chunk in self {
      guard bytes.count + chunk.readableBytes <= limit else { throw ByteStreamError.longer(than: limit) }
      bytes.append(contentsOf: chunk.readableBytesView)
    }
    return bytes
  }
}

/// Why a stream can't be taken.
package enum ByteStreamError: CodedError, Equatable {
  /// There are more bytes than the taker allows.
  case longer(than: Int)
  /// It ended before, or went on after, the length it had promised.
  case lengthMismatch(promised: Int64, received: Int64)

  package var code: String {
    switch self {
    case .longer: "body_too_large"
    case .lengthMismatch: "body_cut_off"
    }
  }

  package var category: ErrorCategory {
    switch self {
    case .longer: .tooLarge
    case .lengthMismatch: .invalid
    }
  }

  package var message: String {
    switch self {
    case .longer(let limit): "The content is larger than the \(limit) bytes allowed here."
    case .lengthMismatch(let promised, let received):
      "\(promised) bytes were announced and \(received) arrived; nothing was kept."
    }
  }
}
