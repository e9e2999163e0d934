import Core
import NIOCore

/// Turns the bytes of a table into rows, chunk by chunk.
protocol RowMachine {
  /// Takes the next bytes.
  /// - Returns: the rows that are whole now.
  mutating func take(_ bytes: UnsafeRawBufferPointer) throws -> [JSONValue]

  /// Nothing comes any more.
  /// - Returns: the rows that end with the file.
  mutating func end() throws -> [JSONValue]
}

/// What a table may cost.
enum RowLimits {
  /// In bytes; a quote that is never closed must not fill the memory.
  static let row = 4 << 20
  /// How many rows an output has in itself.
  static let inlineRows = 10_000
  /// How many bytes of JSON an output has in itself.
  static let inlineBytes = 1 << 20
  /// How deeply a row may be nested.
  static let depth = 64
}

/// The rows of a file, a few at a time.
struct RowStream: AsyncSequence, Sendable {
  typealias Element = [JSONValue]

  let bytes: ByteStream
  /// How many bytes there are, for the progress.
  let size: Int64?
  let progress: @Sendable (Int64, Int64?) async -> Void
  let machine: @Sendable () -> any RowMachine

  func makeAsyncIterator() -> Iterator {
    Iterator(bytes: bytes.makeAsyncIterator(), machine: machine(), size: size, progress: progress)
  }

  struct Iterator: AsyncIteratorProtocol {
    var bytes: ByteStream.AsyncIterator
    var machine: any RowMachine
    let size: Int64?
    let progress: @Sendable (Int64, Int64?) async -> Void
    var done: Int64 = 0
    var hasEnded = false

    mutating func next() async throws -> [JSONValue]? {
      while !hasEnded {
        try Task.checkCancellation()
        guard let chunk = try await bytes.next() else {
          hasEnded = true
          let last = try machine.end()
          return last.isEmpty ? nil : last
        }
        done += Int64(chunk.readableBytes)
        await progress(done, size)
        let rows = try chunk.withUnsafeReadableBytes { try machine.take($0) }
        if !rows.isEmpty { return rows }
      }
      return nil
    }
  }
}
