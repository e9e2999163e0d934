import CZlib

/// Packs bytes as ZIP files hold them: raw deflate (RFC 1951), and their checksum.
final class Deflater {
  private let stream: UnsafeMutablePointer<z_stream>
  /// CRC-32 of what went in.
  private(set) var checksum: UInt = 0

  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // Raw: no header of its own.
    deflateInit2_(
      stream, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
  }

  /// - Parameter isLast: whether nothing follows.
  /// - Returns: what is ready; often nothing.
  func take(_ bytes: UnsafeRawBufferPointer, isLast: Bool) -> [UInt8] {
    // Without bytes, zlib would begin the checksum anew.
    if !bytes.isEmpty { checksum = Checksum.update(checksum, bytes) }
    stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.assumingMemoryBound(to: UInt8.self).baseAddress)
    stream.pointee.avail_in = UInt32(bytes.count)
    var output: [UInt8] = []
    repeat {
      output += [UInt8](unsafeUninitializedCapacity: 64 << 10) { buffer, count in
        stream.pointee.next_out = buffer.baseAddress
        stream.pointee.avail_out = UInt32(buffer.count)
        deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
        count = buffer.count - Int(stream.pointee.avail_out)
      }
    } while stream.pointee.avail_out == 0
    return output
  }
}

/// Unpacks raw deflate, at most a given number of bytes.
final class Inflater {
  /// Why bytes can't be unpacked.
  enum Failure: Error {
    case damaged, longerThanSaid
  }

  private let stream: UnsafeMutablePointer<z_stream>
  private var left: Int64
  /// Whether the end was seen.
  private(set) var isDone = false

  /// - Parameter limit: how many bytes may come out.
  init(limit: Int64) {
    left = limit
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    inflateInit2_(stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Takes the next bytes and hands on what they unpack to, piece by piece.
  /// - Returns: how many bytes weren't taken, since it needs none any more or `output` wants a pause.
  func take(_ bytes: UnsafeRawBufferPointer, _ output: (UnsafeRawBufferPointer) -> Void) throws(Failure) -> Int {
    guard !isDone else { return bytes.count }
    stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.assumingMemoryBound(to: UInt8.self).baseAddress)
    stream.pointee.avail_in = UInt32(bytes.count)
    var status: Int32 = Z_OK
    var count = 0
    withUnsafeTemporaryAllocation(byteCount: 256 << 10, alignment: 16) { buffer in
      stream.pointee.next_out = buffer.bindMemory(to: UInt8.self).baseAddress
      stream.pointee.avail_out = UInt32(buffer.count)
      status = inflate(stream, Z_NO_FLUSH)
      count = buffer.count - Int(stream.pointee.avail_out)
      left -= Int64(count)
      if left >= 0 { output(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count])) }
    }
    guard left >= 0 else { throw .longerThanSaid }
    if status == Z_STREAM_END { isDone = true } else if status != Z_OK && status != Z_BUF_ERROR { throw .damaged }
    return Int(stream.pointee.avail_in)
  }
}

/// CRC-32 as ZIP files have it.
enum Checksum {
  static func update(_ sum: UInt, _ bytes: UnsafeRawBufferPointer) -> UInt {
    crc32(sum, bytes.assumingMemoryBound(to: UInt8.self).baseAddress, UInt32(bytes.count))
  }
}
