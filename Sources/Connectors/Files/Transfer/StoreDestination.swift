import Blobs
package import Core

/// Weir's own store, block by block; the file is then a blob that the run holds.
package struct StoreDestination: FileDestination {
  private let keeper: FileKeeper
  private let holder: String
  private let stage: StageID

  /// - Parameters:
  ///   - holder: who needs the file: a run's id.
  ///   - key: the same one at every try of one step.
  package init(keeper: FileKeeper, holder: String, key: String) {
    self.keeper = keeper
    self.holder = holder
    stage = StageID(StepIdentity(key: key).uuid)
  }

  package var blocks: BlockRule { .blocks(atMost: 9000) }

  package func begin(_ file: IncomingFile, resuming token: JSONValue?) async throws -> JSONValue {
    if token != nil, try await keeper.blobs.blocks(of: stage).isEmpty { throw TransferError.lostBlocks }
    return [:]
  }

  package func put(_ block: TransferBlock, _ bytes: ByteStream, of upload: Upload) async throws {
    do {
      _ = try await keeper.blobs.putBlock(Self.name(block.index), of: stage, bytes: bytes)
    } catch BlobError.insufficientStorage {
      throw TransferError.destinationFull(place: "Weir's own store", status: nil)
    }
  }

  package func finish(_ count: Int, of upload: Upload) async throws -> JSONObject {
    let (blobs, stage) = (keeper.blobs, stage)
    do {
      let info = try await keeper.keep(for: holder) {
        try await blobs.commit(stage, blocks: (0..<count).map(Self.name))
      }
      try await blobs.discard(stage)
      guard info.size == upload.received else {
        throw TransferError.damagedOnArrival(
          place: "Weir's own store", expected: "\(upload.received) bytes", found: "\(info.size)")
      }
      return ["blob": .string(info.hash.sha256)]
    } catch BlobError.unknownBlock {
      throw TransferError.lostBlocks
    } catch BlobError.insufficientStorage {
      throw TransferError.destinationFull(place: "Weir's own store", status: nil)
    }
  }

  package func discard(_ upload: Upload) async {
    try? await keeper.blobs.discard(stage)
  }

  private static func name(_ index: Int) -> String {
    let digits = String(index)
    return String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }
}
