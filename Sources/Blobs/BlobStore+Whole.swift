package import Core

extension BlobStore {
  /// Stores bytes in one go.
  package func store(_ bytes: ByteStream) async throws -> BlobInfo {
    try await store(bytes, through: Effects.live.id())
  }

  package func store(_ bytes: ByteStream, through stage: StageID) async throws -> BlobInfo {
    try await storeStaged(bytes, through: stage)
  }

  /// Stores bytes as the one block of a stage.
  package func storeStaged(_ bytes: ByteStream, through stage: StageID) async throws -> BlobInfo {
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
