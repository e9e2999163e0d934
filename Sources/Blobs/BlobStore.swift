package import Core
package import Foundation

/// Where bytes rest: content-addressed, immutable, kept once however often they arrive.
///
/// Bytes come in as a stage: blocks in any order, each safe on its own, put together by ``commit(_:blocks:)``. A blob
/// is there whole or not at all, also when the power goes.
package protocol BlobStore: Sendable {
  /// Stores one block. A block of the same name is replaced once the new one is whole.
  /// - Parameter name: any text of at most 256 bytes.
  /// - Throws: ``BlobError/insufficientStorage``; whatever `bytes` throws; ``ByteStreamError/lengthMismatch(promised:received:)``
  ///   when the stream breaks its word. The block is then as it was before.
  func putBlock(_ name: String, of stage: StageID, bytes: ByteStream) async throws -> StagedBlock

  /// The blocks that are there, by name. None for a stage that nobody began.
  func blocks(of stage: StageID) async throws -> [StagedBlock]

  /// Makes a blob of the blocks in this order; none make the empty blob. May be called again with the same blocks,
  /// until the stage is discarded, and answers the same.
  /// - Throws: ``BlobError/unknownBlock(_:)``, ``BlobError/insufficientStorage``.
  func commit(_ stage: StageID, blocks: [String]) async throws -> BlobInfo

  /// Forgets a stage and its blocks; what was committed stays. Nothing happens when it isn't there.
  func discard(_ stage: StageID) async throws

  /// Forgets the stages to which nothing was added since then: those of processes that were killed in the middle of
  /// storing something, and never came back to it.
  /// - Returns: how many there were.
  @discardableResult
  func discardStages(untouchedSince date: Date) async throws -> Int

  /// Stores bytes in one go.
  /// - Parameter stage: the stage that may be used meanwhile.
  /// - Throws: as ``putBlock(_:of:bytes:)``; then nothing is kept.
  func store(_ bytes: ByteStream, through stage: StageID) async throws -> BlobInfo

  /// What is known of a blob; `nil` when it isn't there.
  func info(_ hash: ContentHash) async throws -> BlobInfo?

  /// The bytes of a blob.
  /// - Parameter range: which of them, counted from 0; `nil` means all. An end beyond the blob's is moved to it.
  /// - Throws: ``BlobError/notFound(_:)``; ``BlobError/rangeNotSatisfiable(size:)`` when the range begins at or after
  ///   the end. An empty range gives no bytes.
  func read(_ hash: ContentHash, range: Range<Int64>?) async throws -> ByteStream

  /// Lends the bytes as a file, for programs that read files. The file must not be changed, and is gone afterwards.
  func withLocalFile<Value: Sendable>(
    _ hash: ContentHash, _ body: (_ path: String) async throws -> Value
  ) async throws -> Value

  /// Deletes a blob for good. Nothing happens when it isn't there.
  func remove(_ hash: ContentHash) async throws
}
