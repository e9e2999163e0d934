package import Core

extension BlobStore {
  /// Stores bytes in one go.
  /// - Parameter stage: the stage that is used meanwhile; a new one unless a caller wants to know it.
  package func store(_ bytes: ByteStream, through stage: StageID = Effects.live.id()) async throws -> BlobInfo {
    do {
      _ = try await putBlock("all", of: stage, bytes: bytes)
      let info = try await commit(stage, blocks: ["all"])
      try await discard(stage)
      return info
    } catch {
      try? await discard(stage)
      throw error
    }
  }
}
