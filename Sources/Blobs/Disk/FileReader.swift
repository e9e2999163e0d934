import Foundation
import NIOCore

/// An open file from which pieces are read. Whoever holds it can read to the end, also after the file was removed.
actor FileReader {
  private let thread: FileThread
  private let descriptor: Int32

  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  /// - Parameter descriptor: closed when the reader goes.
  init(descriptor: Int32, thread: FileThread) {
    self.descriptor = descriptor
    self.thread = thread
  }

  deinit {
    close(descriptor)
  }

  /// - Returns: at most `count` bytes; none at the end.
  func read(at offset: Int64, count: Int) throws -> ByteBuffer {
    var buffer = ByteBuffer()
    try buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { bytes in
      try FileCall.check { pread(descriptor, bytes.baseAddress, min(count, bytes.count), off_t(offset)) }
    }
    return buffer
  }
}
