package import Core
import Foundation
import NIOCore

extension DiskBlobStore {
  /// Bytes that are few, and of which it is known how many, take one turn on a thread and no stage: there is nothing
  /// that could be gone on with after a kill.
  package func store(_ bytes: ByteStream, through stage: StageID) async throws -> BlobInfo {
    guard let length = bytes.length, length <= Self.fewBytes else {
      return try await storeStaged(bytes, through: stage)
    }
    var whole = ByteBuffer()
    whole.reserveCapacity(Int(length))
    for try await chunk in bytes {
      whole.writeImmutableBuffer(chunk)
      if whole.readableBytes > length { break }
    }
    guard whole.readableBytes == length else {
      throw ByteStreamError.lengthMismatch(promised: length, received: Int64(whole.readableBytes))
    }
    let (layout, space, draft, stored) = (layout, space, layout.stages + "/" + newPartName(), whole)
    return try await threads.run {
      try stored.withUnsafeReadableBytes { bytes in
        try SmallBlob(layout: layout, space: space, draft: draft).store(bytes)
      }
    }
  }

  private static let fewBytes: Int64 = 1 << 20
}

/// A blob that is in memory as a whole. Every call blocks: on a ``FileThread`` only.
private struct SmallBlob {
  let layout: DiskLayout
  let space: SpaceGuard
  /// Where the bytes stand until they have reached the disk; ``DiskBlobStore/discardStages(untouchedSince:)`` takes
  /// away what a killed process left there.
  let draft: String

  func store(_ bytes: UnsafeRawBufferPointer) throws -> BlobInfo {
    var digests = Digests()
    digests.update(bytes)
    let info = digests.info
    let place = layout.blob(info.hash)
    if try FileCall.size(place) == info.size {
      // Whoever stored it may not have come to this yet.
      try FileCall.sync(FileCall.folderOf(place))
      return info
    }
    try space.require(info.size)
    try FileCall.makeFolder(layout.stages)
    do {
      try write(bytes)
      try FileCall.makeFolder(FileCall.folderOf(place))
      try FileCall.move(draft, to: place)
    } catch {
      unlink(draft)
      throw error
    }
    return info
  }

  private func write(_ bytes: UnsafeRawBufferPointer) throws {
    let descriptor = try FileCall.create(draft)
    defer { close(descriptor) }
    try FileCall.writeAll(bytes, to: descriptor)
    try FileCall.check { fchmod(descriptor, 0o400) }
    try FileCall.check { fsync(descriptor) }
  }
}
