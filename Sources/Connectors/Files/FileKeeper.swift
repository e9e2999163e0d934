package import Blobs
package import Core

/// Keeps bytes that steps make, for as long as the history of their run is kept.
package struct FileKeeper: Sendable {
  package let blobs: any BlobStore
  private let hold: @Sendable (String, @Sendable () async throws -> BlobInfo) async throws -> BlobInfo

  /// - Parameter hold: notes that a holder needs a blob before anybody can take it away; makes the blob by the closure,
  ///   which may be called several times.
  package init(
    blobs: any BlobStore,
    hold:
      @escaping @Sendable (_ holder: String, _ bytes: @Sendable () async throws -> BlobInfo) async throws -> BlobInfo
  ) {
    self.blobs = blobs
    self.hold = hold
  }

  /// Makes a blob and keeps it.
  /// - Parameters:
  ///   - holder: who needs it: a run's id.
  ///   - bytes: makes the blob; may be called several times.
  package func keep(
    for holder: String, _ bytes: @Sendable () async throws -> BlobInfo
  ) async throws -> BlobInfo {
    try await hold(holder, bytes)
  }
}

extension FileKeeper {
  /// Stores a stream as a blob and keeps it.
  /// - Parameter stage: used meanwhile.
  package func store(_ bytes: ByteStream, for holder: String, through stage: StageID) async throws -> BlobInfo {
    let blobs = blobs
    do {
      _ = try await blobs.putBlock("all", of: stage, bytes: bytes)
      let info = try await keep(for: holder) { try await blobs.commit(stage, blocks: ["all"]) }
      try await blobs.discard(stage)
      return info
    } catch {
      try? await blobs.discard(stage)
      throw error
    }
  }
}

extension ActionContext {
  /// Who needs what an action makes: the run, whose id begins the key.
  package var holder: String {
    idempotencyKey.split(separator: "/", maxSplits: 1).first.map(String.init) ?? idempotencyKey
  }
}

extension AnswerStore {
  /// Keeps answers that are files for the run that asked.
  package static func kept(by keeper: FileKeeper, effects: Effects) -> AnswerStore {
    AnswerStore { bytes, name, mime, context in
      let info = try await keeper.store(bytes, for: context.holder, through: effects.id())
      return MediaFileHandle(
        name: name, size: info.size, mime: mime ?? MIMEType.ofFile(named: name), sha256: info.hash.sha256,
        origin: .blob(info.hash.sha256))
    }
  }
}
