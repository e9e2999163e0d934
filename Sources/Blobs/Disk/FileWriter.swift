import Foundation
import NIOCore

/// A new file and the digests of what was written to it.
actor FileWriter {
  nonisolated let path: String
  private let thread: FileThread
  private let space: SpaceGuard
  private var descriptor: Int32?
  private var digests = Digests()
  private var sizeAtLastCheck: Int64 = 0

  /// How much may be written between two looks at the free space.
  private static let checkInterval: Int64 = 16 << 20

  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  init(path: String, thread: FileThread, space: SpaceGuard) {
    self.path = path
    self.thread = thread
    self.space = space
  }

  deinit {
    if let descriptor { close(descriptor) }
  }

  /// Makes the file, and the folder it stands in.
  func create() throws {
    try FileCall.makeFolder(FileCall.folderOf(path))
    descriptor = try FileCall.create(path)
  }

  func append(_ chunk: ByteBuffer) throws {
    guard let descriptor else { throw BlobError.unavailable(reason: "the file is closed") }
    if digests.size - sizeAtLastCheck >= Self.checkInterval {
      try space.require(0)
      sizeAtLastCheck = digests.size
    }
    try chunk.withUnsafeReadableBytes { bytes in
      digests.update(bytes)
      try FileCall.writeAll(bytes, to: descriptor)
    }
  }

  /// Has everything reach the disk.
  /// - Returns: what was written.
  func finish() throws -> BlobInfo {
    guard let descriptor else { throw BlobError.unavailable(reason: "the file is closed") }
    try FileCall.check { fchmod(descriptor, 0o400) }
    try FileCall.check { fsync(descriptor) }
    self.descriptor = nil
    try FileCall.check { close(descriptor) }
    return digests.info
  }

  /// Takes the file away.
  func abandon() {
    if let descriptor { close(descriptor) }
    descriptor = nil
    unlink(path)
  }
}
