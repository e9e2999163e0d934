import Core
import Dispatch
import Foundation
import NIOCore

/// A file as a stream, read off the cooperative pool, never whole.
enum FileStream {
  private static let chunk = 1 << 20

  /// - Throws: when the file can't be opened.
  static func open(_ path: String) throws -> ByteStream {
    let size = (try FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber)?.int64Value
    return ByteStream(length: size, Chunks(handle: try FileHandle(forReadingFrom: URL(fileURLWithPath: path))))
  }

  private struct Chunks: AsyncSequence, Sendable {
    typealias Element = ByteBuffer
    let handle: FileHandle

    func makeAsyncIterator() -> Iterator { Iterator(handle: handle) }

    struct Iterator: AsyncIteratorProtocol {
      let handle: FileHandle

      mutating func next() async throws -> ByteBuffer? {
        let handle = handle
        let data: Data? = try await withCheckedThrowingContinuation { continuation in
          DispatchQueue.global(qos: .utility).async {
            continuation.resume(with: Result { try handle.read(upToCount: FileStream.chunk) })
          }
        }
        return data.flatMap { $0.isEmpty ? nil : ByteBuffer(bytes: $0) }
      }
    }
  }
}
