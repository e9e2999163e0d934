import Blobs
package import Identity
import Persistence

extension Assets {
  /// Deletes softly: the asset leaves every list and its links die; ``undelete(_:as:)`` brings all of it back. Nothing
  /// happens when it is deleted already.
  package func delete(_ id: AssetID, as principal: Principal) async throws {
    try await change(id, .deleteAssets, principal) { session, asset, act in
      if asset.record.deletedAt != nil { return }
      try session.run(
        "update library_asset set deleted_at = \(act.at), deleted_by = \(act.by.person) where id = \(id)")
      try HistoryStore(session).add(.delete, to: id, act)
    }
  }

  /// Takes a soft deletion back. Nothing happens when the asset isn't deleted.
  package func undelete(_ id: AssetID, as principal: Principal) async throws -> Asset {
    try await change(id, .deleteAssets, principal) { session, asset, act in
      if asset.record.deletedAt == nil { return asset }
      try session.run("update library_asset set deleted_at = null, deleted_by = null where id = \(id)")
      try HistoryStore(session).add(.undelete, to: id, act)
      return try AssetStore(session).asset(id)
    }
  }

  /// Deletes for good, deleted softly before or not; the bytes go when nothing else has the same.
  ///
  /// Once this returns the asset is gone. Removing the bytes is begun here, and finished by ``LibraryKeeper`` when the
  /// server stops in between.
  package func purge(_ id: AssetID, as principal: Principal) async throws {
    try await change(id, .purgeAssets, principal) { session, asset, _ in
      let former = try session.rows("select hash from library_former_original where asset = \(id)")
      try SearchIndexStore(session).remove(id)
      try session.run("delete from library_asset where id = \(id)")
      try session.run("delete from library_upload where id = \(id)")
      try BlobRegister(session).mayGo(
        [asset.original.hash] + asset.renditions.values.map(\.hash) + former.map { try $0.hash("hash") })
    }
    try? await BlobSweep(context: context).run()
  }

  /// Notes that somebody looked at the asset, or downloaded it.
  /// - Parameter type: ``HistoryType/view`` or ``HistoryType/download``.
  package func note(_ type: HistoryType, on id: AssetID, as principal: Principal) async throws {
    try Access.require(.viewLibrary, on: .library, as: principal)
    let act = context.act(as: principal)
    try await context.store.write { session in
      _ = try AssetStore(session).visible(id, to: principal, includingDeleted: false)
      try AuthorStore(session).note(act.by)
      try HistoryStore(session).add(type, to: id, act)
    }
  }

  private func change<Value: Sendable>(
    _ id: AssetID, _ permission: Permission, _ principal: Principal,
    _ body: @escaping @Sendable (any Session, Asset, Act) throws -> Value
  ) async throws -> Value {
    try Access.require(permission, on: .library, as: principal)
    let act = context.act(as: principal)
    return try await context.store.write { session in
      let store = AssetStore(session)
      try store.lock(id)
      let asset = try store.visible(id, to: principal, includingDeleted: true)
      try AuthorStore(session).note(act.by)
      return try body(session, asset, act)
    }
  }
}
