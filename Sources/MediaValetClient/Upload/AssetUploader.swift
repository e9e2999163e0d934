internal import Core
internal import Crypto
public import Foundation

/// Makes one asset of one file, however large, and however often it is interrupted.
///
/// Bytes go out in blocks with at most two of them in memory: one on its way, one being read. The state is saved before
/// each request that makes something, and every few blocks; with the same checkpoint, ``upload(_:as:id:progress:)`` goes
/// on where the last one stopped and ends with the same, single asset.
public struct AssetUploader: Sendable {
  let library: MediaValet
  let checkpoint: UploadCheckpoint
  let blockSize: Int

  /// - Parameters:
  ///   - checkpoint: where the state is kept; one for each upload.
  ///   - blockSize: bytes in a block. It grows for files that would need more than 50,000 blocks.
  public init(_ library: MediaValet, checkpoint: UploadCheckpoint, blockSize: Int = 4_000_000) {
    self.library = library
    self.checkpoint = checkpoint
    self.blockSize = max(1, blockSize)
  }

  /// Uploads a file and makes it an asset.
  /// - Parameters:
  ///   - id: the id to ask for; the same one at every try.
  ///   - progress: told the bytes the storage has taken, and the size.
  /// - Throws: ``MediaValetError``, what the source or the checkpoint throws, or `CancellationError`. After any of them
  ///   the same call may be made again.
  public func upload(
    _ source: UploadSource, as description: UploadDescription = UploadDescription(), id: UUID = UUID(),
    progress: @escaping @Sendable (_ done: Int64, _ total: Int64) async -> Void = { _, _ in }
  ) async throws -> UploadedAsset {
    var run = UploadRun(
      library: library, checkpoint: checkpoint, source: source, description: description, progress: progress,
      machine: try await machine(for: source, id: id))
    return try await run.finish()
  }

  private func machine(for source: UploadSource, id: UUID) async throws -> UploadMachine {
    if let state = try await checkpoint.load() {
      guard state.isFor(source) else {
        throw MediaValetError.sourceChanged(name: source.name, reason: "it is not the file the upload began with")
      }
      return UploadMachine(state: state, isFresh: false)
    }
    let smallest = Int((source.size + Self.mostBlocks - 1) / Self.mostBlocks)
    let state = UploadState(chosenID: id, source: source, blockSize: max(blockSize, smallest))
    // Before the first request: whoever takes this up asks for the same id and finds the same record.
    try await checkpoint.save(state)
    return UploadMachine(state: state, isFresh: true)
  }

  /// As many as Azure puts together in one blob.
  private static let mostBlocks: Int64 = 50_000
}
