import Core
import Crypto
import Foundation
import Hummingbird
import NIOCore

/// A body whose bytes must have the checksums that its headers announce. It throws at its end when they don't, before
/// whoever takes it has made them safe, so that damaged bytes are never kept.
struct CheckedBody: AsyncSequence, Sendable {
  let base: ByteStream
  let md5: [UInt8]?
  let crc64: [UInt8]?

  /// - Throws: ``BlobWriteError/badChecksum(_:)`` for a header that is no checksum.
  init(_ request: Request) throws {
    base = request.byteStream
    md5 = try Self.checksum(request.headers[.contentMD5], "Content-MD5", count: 16)
    crc64 = try Self.checksum(request.headers[.contentCRC64], "x-ms-content-crc64", count: 8)
  }

  /// The bytes, checked while they pass.
  var stream: ByteStream {
    md5 == nil && crc64 == nil ? base : ByteStream(length: base.length, self)
  }

  private static func checksum(_ text: String?, _ name: String, count: Int) throws -> [UInt8]? {
    guard let text else { return nil }
    guard let bytes = Data(base64Encoded: text), bytes.count == count else { throw BlobWriteError.badChecksum(name) }
    return [UInt8](bytes)
  }

  struct AsyncIterator: AsyncIteratorProtocol {
    var base: ByteStream.AsyncIterator
    let md5: [UInt8]?
    let crc64: [UInt8]?
    var hasher = Insecure.MD5()
    var crc = CRC64()

    mutating func next() async throws -> ByteBuffer? {
      if let chunk = try await base.next() {
        if md5 != nil { chunk.withUnsafeReadableBytes { hasher.update(bufferPointer: $0) } }
        if crc64 != nil { crc.update(chunk.readableBytesView) }
        return chunk
      }
      if let md5, !hasher.finalize().elementsEqual(md5) { throw BlobWriteError.md5Mismatch }
      if let crc64, crc.bytes != crc64 { throw BlobWriteError.crc64Mismatch }
      return nil
    }
  }

  func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(base: base.makeAsyncIterator(), md5: md5, crc64: crc64)
  }
}
