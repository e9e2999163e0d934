package import Core
package import Identity
import Persistence

/// Reads and edits assets.
package struct Assets: Sendable {
  let context: LibraryContext

  /// One asset.
  /// - Parameter includingDeleted: whether a deleted one is shown too.
  /// - Throws: ``LibraryError/assetNotFound(_:)``, also for a rejected asset that `principal` may not see.
  package func asset(_ id: AssetID, includingDeleted: Bool = false, as principal: Principal) async throws -> Asset {
    try await read(id, includingDeleted, principal) { _, asset in asset }
  }

  /// Several live assets in the order of `ids`; those that aren't there are left out.
  package func assets(_ ids: [AssetID], as principal: Principal) async throws -> [Asset] {
    try Access.require(.viewLibrary, on: .library, as: principal)
    let visibility = AssetVisibility(principal: principal)
    return try await context.store.read { session in
      try AssetStore(session).assets(ids).filter {
        $0.record.deletedAt == nil && visibility.shows($0.status, of: $0.record.createdBy.person)
      }
    }
  }

  /// Every state of the metadata, newest first.
  package func versions(of id: AssetID, includingDeleted: Bool = false, as principal: Principal) async throws
    -> [AssetVersion]
  {
    try await read(id, includingDeleted, principal) { session, _ in try HistoryStore(session).versions(of: id) }
  }

  /// What happened to the asset, newest first.
  package func history(of id: AssetID, includingDeleted: Bool = false, as principal: Principal) async throws
    -> [HistoryEntry]
  {
    try await read(id, includingDeleted, principal) { session, _ in try HistoryStore(session).entries(of: id) }
  }

  /// The keywords of an asset, in order.
  package func keywords(of id: AssetID, includingDeleted: Bool = false, as principal: Principal) async throws
    -> [Keyword]
  {
    try await read(id, includingDeleted, principal) { session, _ in try KeywordStore(session).keywords(of: id) }
  }

  /// What the file says about itself, in the file's order.
  /// - Parameter groups: families of metadata, or what the names of tag groups begin with, such as `exif`, `iptc` and
  ///   `XMP-dc`, regardless of case; none means all.
  package func embedded(_ id: AssetID, groups: [String] = [], as principal: Principal) async throws
    -> [EmbeddedProperty]
  {
    try await read(id, false, principal) { session, _ in
      let properties = try EmbeddedStore(session).properties(of: id)
      return groups.isEmpty ? properties : properties.filter { property in groups.contains(where: property.isIn) }
    }
  }

  /// Applies a JSON patch: lines that can't be taken are skipped and named in the outcome, the rest is kept as one new
  /// version. Paths are `/title`, `/description`, `/altText`, `/filename`, `/status`, `/expiresAt` and
  /// `/attributes/<id>`, regardless of case.
  /// - Throws: ``LibraryError/assetNotFound(_:)``; ``PatchError`` when the body is no list.
  package func patch(_ id: AssetID, _ body: JSONValue, as principal: Principal) async throws -> PatchOutcome {
    try await edit(id, principal) { session, asset, editor in
      let patch = try AssetPatch(body, for: asset, attributes: try AttributeStore(session).all())
      return PatchOutcome(
        asset: try editor.apply(patch.changes, to: asset), errors: patch.errors, warnings: patch.warnings)
    }
  }

  /// Sets values of attributes; an empty value or null clears one. All or nothing.
  /// - Throws: ``LibraryError/attributeNotFound(_:)``, ``AttributeError``.
  package func setAttributes(_ id: AssetID, _ values: [AttributeID: JSONValue], as principal: Principal) async throws
    -> Asset
  {
    try await edit(id, principal) { session, asset, editor in
      let store = AttributeStore(session)
      let changes = try values.sorted { $0.key < $1.key }.map { id, value in
        try AttributeAssignment.change(try store.attribute(id), value)
      }
      return try editor.apply(changes, to: asset)
    }
  }

  /// Gives an asset another status.
  package func setStatus(_ id: AssetID, _ status: AssetStatus, as principal: Principal) async throws -> Asset {
    try await edit(id, principal) { _, asset, editor in try editor.apply([.status(status)], to: asset) }
  }

  /// Puts an asset into categories, besides those it is in. All or nothing.
  /// - Throws: ``LibraryError/categoryNotFound(_:)``.
  package func addCategories(_ id: AssetID, _ categories: [CategoryID], as principal: Principal) async throws -> Asset {
    try await edit(id, principal) { _, asset, editor in
      try editor.apply([.categories((asset.categories + categories).withoutRepeats())], to: asset)
    }
  }

  /// Puts an asset into exactly these categories. All or nothing.
  /// - Throws: ``LibraryError/categoryNotFound(_:)``.
  package func replaceCategories(_ id: AssetID, _ categories: [CategoryID], as principal: Principal) async throws
    -> Asset
  {
    try await edit(id, principal) { _, asset, editor in
      try editor.apply([.categories(categories.withoutRepeats())], to: asset)
    }
  }

  /// Takes an asset out of a category. Nothing happens when it isn't in it.
  package func removeCategory(_ id: AssetID, _ category: CategoryID, as principal: Principal) async throws -> Asset {
    try await edit(id, principal) { _, asset, editor in
      try editor.apply([.categories(asset.categories.filter { $0 != category })], to: asset)
    }
  }

  /// Gives an asset keywords besides those it has; words that the library doesn't know are made.
  package func addKeywords(_ id: AssetID, _ words: [String], as principal: Principal) async throws -> Asset {
    try await edit(id, principal) { _, asset, editor in
      try editor.apply([.keywords(asset.keywords + words)], to: asset)
    }
  }

  /// Takes a keyword from an asset.
  /// - Parameter keyword: its identifier or its word, in any case.
  /// - Throws: ``LibraryError/keywordNotFound(_:)`` when the asset doesn't have it.
  package func removeKeyword(_ id: AssetID, _ keyword: String, as principal: Principal) async throws -> Asset {
    try await edit(id, principal) { session, asset, editor in
      let key = TextFolding.key(try KeywordStore(session).keyword(keyword).word)
      let left = asset.keywords.filter { TextFolding.key($0) != key }
      guard left.count < asset.keywords.count else { throw LibraryError.keywordNotFound(keyword) }
      return try editor.apply([.keywords(left)], to: asset)
    }
  }

  func read<Value: Sendable>(
    _ id: AssetID, _ includingDeleted: Bool, _ principal: Principal,
    _ body: @escaping @Sendable (any Session, Asset) throws -> Value
  ) async throws -> Value {
    try Access.require(.viewLibrary, on: .library, as: principal)
    return try await context.store.read { session in
      try body(
        session, AssetStore(session).visible(id, to: principal, includingDeleted: includingDeleted))
    }
  }

  func edit<Value: Sendable>(
    _ id: AssetID, _ principal: Principal,
    _ body: @escaping @Sendable (any Session, Asset, AssetEditor) throws -> Value
  ) async throws -> Value {
    try Access.require(.editMetadata, on: .library, as: principal)
    let act = context.act(as: principal)
    return try await context.store.write { session in
      let asset = try AssetStore(session).locked(id, for: principal)
      return try body(session, asset, AssetEditor(session, act))
    }
  }
}
