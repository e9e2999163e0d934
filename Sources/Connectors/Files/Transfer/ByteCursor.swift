import Core
import NIOCore

/// Goes through a file from a place on, keeping the checksum, and opens it again where the source breaks off early.
actor ByteCursor {
  private let file: OpenFile
  /// `nil` where the source doesn't tell beforehand.
  private let size: Int64?
  private let progress: @Sendable (Int64) async -> Void
  private var stream: ByteStream.AsyncIterator?
  private var rest = ByteBuffer()
  /// How many bytes have passed.
  private(set) var position: Int64
  /// Of everything before ``position``.
  private(set) var digest: RunningDigest
  private var opened: Int64 = -1
  private var told: Int64 = 0
  private var hasEnded = false

  /// - Parameters:
  ///   - digest: of what lies before the place to begin at, which it thereby names.
  ///   - progress: told now and then how many bytes have passed.
  init(
    _ file: OpenFile, size: Int64?, after digest: RunningDigest, progress: @escaping @Sendable (Int64) async -> Void
  ) {
    self.file = file
    self.size = size
    self.digest = digest
    self.progress = progress
    position = digest.length
  }

  /// Whether nothing is left.
  func isAtEnd() async throws -> Bool {
    try await fill()
    return rest.readableBytes == 0
  }

  /// - Returns: at most `limit` bytes, none at the end.
  func next(upTo limit: Int64) async throws -> ByteBuffer? {
    try await fill()
    guard let chunk = rest.readSlice(length: Int(min(limit, Int64(rest.readableBytes)))), chunk.readableBytes > 0 else {
      return nil
    }
    chunk.withUnsafeReadableBytes { digest.update($0) }
    position += Int64(chunk.readableBytes)
    if position - told >= 1 << 20 {
      told = position
      await progress(position)
    }
    return chunk
  }

  /// Has something in hand, or knows that there is no more.
  private func fill() async throws {
    while rest.readableBytes == 0, !hasEnded {
      let place = position
      if let size, place == size {
        try await refuseMore()
        hasEnded = true
        return
      }
      if stream == nil {
        // A source that gives nothing from here on twice in a row has less than it said.
        guard opened != place else { throw TransferError.lyingSize(name: file.name, promised: size ?? 0, found: place) }
        opened = place
        stream = try await file.stream(size.map { place..<$0 } ?? (place == 0 ? nil : place..<Int64.max))
          .makeAsyncIterator()
      }
      if let chunk = try await pull() {
        rest = chunk
      } else if size == nil {
        hasEnded = true
      } else {
        stream = nil
      }
    }
    if let size, position + Int64(rest.readableBytes) > size {
      throw TransferError.lyingSize(name: file.name, promised: size, found: position + Int64(rest.readableBytes))
    }
  }

  private func pull() async throws -> ByteBuffer? {
    guard var current = stream else { return nil }
    let chunk = try await current.next()
    stream = current
    return chunk
  }

  /// After the last byte the stream must be at its end, too.
  private func refuseMore() async throws {
    guard let more = try await pull(), more.readableBytes > 0 else { return }
    throw TransferError.lyingSize(
      name: file.name, promised: position, found: position + Int64(more.readableBytes))
  }
}

/// The bytes of one block, out of a cursor that goes through the whole file.
struct BlockBytes: AsyncSequence, Sendable {
  typealias Element = ByteBuffer

  let cursor: ByteCursor
  let length: Int64

  func makeAsyncIterator() -> Iterator { Iterator(cursor: cursor, left: length) }

  struct Iterator: AsyncIteratorProtocol {
    let cursor: ByteCursor
    var left: Int64

    mutating func next() async throws -> ByteBuffer? {
      guard left > 0, let chunk = try await cursor.next(upTo: left) else { return nil }
      left -= Int64(chunk.readableBytes)
      return chunk
    }
  }
}
