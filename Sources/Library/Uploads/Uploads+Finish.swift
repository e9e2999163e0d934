import Blobs
import Core
import Foundation
package import Identity
import Persistence

extension Uploads {
  /// Makes the upload an asset, after checking size, file name, category and required attributes.
  ///
  /// May be repeated, and by several at once: all get the same asset, which is made once. Everything is in one
  /// transaction; the uploaded blocks are let go of afterwards.
  /// - Throws: ``UploadError``, ``AttributeError``, ``LibraryError/categoryNotFound(_:)``.
  package func finish(_ id: AssetID, as principal: Principal) async throws -> Asset {
    try Access.require(.editMetadata, on: .library, as: principal)
    guard let row = try await checked(id, principal) else { return try await finished(id) }
    let act = context.act(as: principal)
    let status: AssetStatus = context.settings.needsApproval ? .pending : .approved
    let store = context.store
    let asset = try await context.keeping {
      try await content(of: row)
    } naming: { content in
      content.map { [$0.hash] } ?? []
    } commit: { content in
      guard let content else { return try await finished(id) }
      return try await store.write { session in
        try AssetMaker(session, act).make(id, blocks: row.blocks ?? [], content: content, status: status)
      }
    }
    try? await context.blobs.discard(row.stage)
    return asset
  }

  /// The upload when it would pass, so that nothing is put together in vain; `nil` when it is an asset already, which
  /// outlives the note of its upload.
  private func checked(_ id: AssetID, _ principal: Principal) async throws -> UploadRow? {
    let now = context.effects.now()
    return try await context.store.read { session in
      guard let row = try UploadStore(session).find(id, now: now) else {
        let isMade = try session.exists(
          "select 1 from library_asset where id = \(id) and created_by = \(principal.person)")
        if isMade { return nil }
        throw UploadError.notFound(id)
      }
      guard Self.owns(row.upload, principal) else { throw UploadError.notFound(id) }
      if row.upload.isFinished { return nil }
      _ = try UploadPreflight(row.upload, attributes: try AttributeStore(session).all())
      return row
    }
  }

  /// The bytes, put together; `nil` when somebody else finished meanwhile and let go of the blocks.
  private func content(of row: UploadRow) async throws -> BlobInfo? {
    do {
      return try await context.blobs.commit(row.stage, blocks: row.blocks ?? [])
    } catch BlobError.unknownBlock(let name) {
      let now = context.effects.now()
      let isFinished = try await context.store.read { session in
        try UploadStore(session).find(row.upload.id, now: now)?.upload.isFinished == true
      }
      if isFinished { return nil }
      throw BlobError.unknownBlock(name)
    }
  }

  private func finished(_ id: AssetID) async throws -> Asset {
    try await context.store.read { session in try AssetStore(session).asset(id) }
  }
}
