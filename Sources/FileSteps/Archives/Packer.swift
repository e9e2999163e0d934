import NIOCore

/// The bytes of one file on their way into an archive, deflated or as they are.
final class Packer {
  private let deflater: Deflater?
  private var plainChecksum: UInt = 0
  /// How many bytes went in.
  private(set) var size: Int64 = 0

  init(deflates: Bool) {
    deflater = deflates ? Deflater() : nil
  }

  /// CRC-32 of what went in.
  var checksum: UInt { deflater?.checksum ?? plainChecksum }

  func take(_ chunk: ByteBuffer) -> ByteBuffer {
    size += Int64(chunk.readableBytes)
    guard let deflater else {
      chunk.withUnsafeReadableBytes { plainChecksum = Checksum.update(plainChecksum, $0) }
      return chunk
    }
    return ByteBuffer(bytes: chunk.withUnsafeReadableBytes { deflater.take($0, isLast: false) })
  }

  func end() -> [UInt8] {
    deflater?.take(UnsafeRawBufferPointer(start: nil, count: 0), isLast: true) ?? []
  }
}
