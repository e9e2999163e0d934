package import Blobs
package import Identity
package import Persistence

/// Takes in files by the batch and keeps them in step with where they came from: for sources.
///
/// Each call is one transaction, in which the caller's own rows can be written too: so neither side is ever ahead of
/// the other, whatever is killed.
package struct Intake: Sendable {
  let context: LibraryContext

  /// Makes assets of files whose bytes are stored. Those that are there already under their identifier are left alone.
  /// - Parameters:
  ///   - alongside: written in the same transaction, before the assets.
  ///   - again: stores the bytes of a file anew; called when they were deleted in the meantime.
  /// - Throws: ``UploadError``, ``AttributeError``, ``LibraryError``; then nothing of the batch was kept.
  package func add(
    _ files: [ArrivedFile], as principal: Principal,
    alongside: @escaping @Sendable (any Session) throws -> Void = { _ in },
    again: (ArrivedFile) async throws -> BlobInfo
  ) async throws {
    try Access.require(.editMetadata, on: .library, as: principal)
    let act = context.act(as: principal)
    let status: AssetStatus = context.settings.needsApproval ? .pending : .approved
    try await keeping(files, again) { session in
      try alongside(session)
      let maker = AssetMaker(session, act)
      var standard = try StandardValues(session, act)
      for var file in files {
        file.attributes = try standard.values(file.attributes, rights: file.rights, creator: file.creator)
        try maker.take(file, attributes: standard.attributes, status: status)
      }
    }
  }

  /// Gives an asset other bytes: the file behind it was changed. What it had before is kept with its history.
  /// - Parameters: as for ``add(_:as:alongside:again:)``.
  /// - Throws: ``LibraryError/assetNotFound(_:)``, ``LibraryError/assetDeleted(_:)``.
  package func replaceContent(
    of asset: AssetID, by content: BlobInfo, as principal: Principal,
    alongside: @escaping @Sendable (any Session) throws -> Void = { _ in },
    again: (ArrivedFile) async throws -> BlobInfo
  ) async throws {
    try Access.require(.editMetadata, on: .library, as: principal)
    let act = context.act(as: principal)
    try await keeping([ArrivedFile(asset: asset, content: content, fileName: "")], again) { session in
      try alongside(session)
      let found = try AssetStore(session).locked(asset, for: principal)
      try ContentReplacement(session, act).replace(found, by: content)
    }
  }

  /// Changes what is said about an asset, as one new version; nothing happens when it says so already.
  /// - Throws: as ``replaceContent(of:by:as:alongside:again:)``, ``AttributeError``, ``UploadError``.
  package func revise(
    _ revision: AssetRevision, as principal: Principal,
    alongside: @escaping @Sendable (any Session) throws -> Void = { _ in }
  ) async throws {
    try Access.require(.editMetadata, on: .library, as: principal)
    let act = context.act(as: principal)
    try await context.store.write { session in
      try alongside(session)
      let asset = try AssetStore(session).locked(revision.asset, for: principal)
      var standard = try StandardValues(session, act)
      var revision = revision
      revision.attributes = try standard.values(
        revision.attributes, rights: revision.rights, creator: revision.creator)
      let changes = try revision.changes(to: asset, attributes: standard.attributes)
      _ = try AssetEditor(session, act).apply(changes, to: asset)
    }
  }

  /// Writes the caller's own rows where there is nothing to change about an asset.
  package func note(
    _ alongside: @escaping @Sendable (any Session) throws -> Void, as principal: Principal
  ) async throws {
    try Access.require(.editMetadata, on: .library, as: principal)
    try await context.store.write(alongside)
  }

  /// Commits rows that name bytes, and makes sure that the bytes are there afterwards.
  private func keeping(
    _ files: [ArrivedFile], _ again: (ArrivedFile) async throws -> BlobInfo,
    _ commit: @escaping @Sendable (any Session) throws -> Void
  ) async throws {
    var isFirst = true
    try await context.keeping {
      // The first time they are there; later some may have been taken away.
      if !isFirst {
        for file in files where try await context.blobs.info(file.content.hash) == nil { _ = try await again(file) }
      }
      isFirst = false
    } naming: { _ in
      files.map(\.content.hash)
    } commit: { _ in
      try await context.store.write(commit)
    }
  }
}
