internal import struct Foundation.UUID

/// Sends bytes without anything else, for callers that make the asset in steps of their own.
extension MediaValet {
  /// Stores a file behind an upload URL, block by block. May be repeated; it then begins again.
  /// - Parameter url: what ``requestUpload(id:fileName:size:)`` gave.
  public func store(
    _ source: UploadSource, at url: String, blockSize: Int = 4_000_000,
    progress: @escaping @Sendable (_ done: Int64, _ total: Int64) async -> Void = { _, _ in }
  ) async throws {
    let writer = BlobWriter(transport: transport, timing: timing, url: url)
    if source.size <= Int64(blockSize) {
      try await writer.putBlob(try await source.bytes(0..<source.size), mimeType: source.mimeType)
      return await progress(source.size, source.size)
    }
    let plan = UploadMachine(
      state: UploadState(chosenID: UUID(), source: source, blockSize: blockSize), isFresh: true)
    for index in 0..<plan.blockCount {
      let range = plan.range(ofBlock: index)
      try await writer.putBlock(plan.blockID(index), bytes: try await source.bytes(range))
      await progress(range.upperBound, source.size)
    }
    try await writer.putBlockList((0..<plan.blockCount).map(plan.blockID), mimeType: source.mimeType)
  }
}
