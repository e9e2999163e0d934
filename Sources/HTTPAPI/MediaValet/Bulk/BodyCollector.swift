import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// Takes the body of an answer into memory, so that it can become a part of another one.
final class BodyCollector: ResponseBodyWriter, Sendable {
  /// In bytes; answers of the API are far smaller.
  static let limit = 16 << 20

  private let collected = Mutex<[UInt8]>([])

  func write(_ buffer: ByteBuffer) async throws {
    try collected.withLock { bytes in
      guard bytes.count + buffer.readableBytes <= Self.limit else { throw RequestError.bodyTooLarge(limit: Self.limit) }
      bytes.append(contentsOf: buffer.readableBytesView)
    }
  }

  func finish(_ trailingHeaders: HTTPFields?) async throws {}

  var bytes: [UInt8] { collected.withLock { $0 } }

  /// The whole body of an answer.
  static func collect(_ body: ResponseBody) async throws -> [UInt8] {
    let collector = BodyCollector()
    try await body.write(collector)
    return collector.bytes
  }
}
