package import Core
package import Identity

/// Reads and edits assets.
package struct Assets: Sendable {
  let context: LibraryContext

  /// One asset.
  /// - Parameter includingDeleted: whether a deleted one is shown too.
  /// - Throws: ``LibraryError/assetNotFound(_:)``, also for a rejected asset that `principal` may not see.
  package func asset(_ id: AssetID, includingDeleted: Bool = false, as principal: Principal) async throws -> Asset {
    throw Unfinished()
  }

  /// Several assets in the order of `ids`; those that aren't there are left out.
  package func assets(_ ids: [AssetID], as principal: Principal) async throws -> [Asset] { throw Unfinished() }

  /// Applies a JSON patch as section 5 of RFC 6902 reads for an asset: what can't be taken is skipped and named, the rest is kept as
  /// one new version.
  /// - Throws: ``LibraryError/assetNotFound(_:)``; ``LibraryError`` when the body is no list.
  package func patch(_ id: AssetID, _ body: JSONValue, as principal: Principal) async throws -> PatchOutcome {
    throw Unfinished()
  }

  /// Sets values of attributes; an empty value or null clears one. All or nothing.
  package func setAttributes(_ id: AssetID, _ values: [AttributeID: JSONValue], as principal: Principal) async throws
    -> Asset
  { throw Unfinished() }

  /// Gives an asset another status.
  package func setStatus(_ id: AssetID, _ status: AssetStatus, as principal: Principal) async throws -> Asset {
    throw Unfinished()
  }

  /// Puts an asset into categories, besides those it is in. All or nothing.
  package func addCategories(_ id: AssetID, _ categories: [CategoryID], as principal: Principal) async throws -> Asset {
    throw Unfinished()
  }

  /// Puts an asset into exactly these categories. All or nothing.
  package func replaceCategories(_ id: AssetID, _ categories: [CategoryID], as principal: Principal) async throws
    -> Asset
  { throw Unfinished() }

  /// Takes an asset out of a category. Nothing happens when it isn't in it.
  package func removeCategory(_ id: AssetID, _ category: CategoryID, as principal: Principal) async throws -> Asset {
    throw Unfinished()
  }

  /// The keywords of an asset, in order.
  package func keywords(of id: AssetID, includingDeleted: Bool = false, as principal: Principal) async throws
    -> [Keyword]
  { throw Unfinished() }

  /// Gives an asset keywords besides those it has; words that the library doesn't know are made.
  package func addKeywords(_ id: AssetID, _ words: [String], as principal: Principal) async throws -> Asset {
    throw Unfinished()
  }

  /// Takes a keyword from an asset.
  /// - Parameter keyword: its identifier or its word, in any case.
  /// - Throws: ``LibraryError/keywordNotFound(_:)`` when the asset doesn't have it.
  package func removeKeyword(_ id: AssetID, _ keyword: String, as principal: Principal) async throws -> Asset {
    throw Unfinished()
  }

  /// Deletes softly: the asset leaves every list and its links die; ``undelete(_:as:)`` brings all of it back.
  package func delete(_ id: AssetID, as principal: Principal) async throws { throw Unfinished() }

  /// Takes a soft deletion back. Nothing happens when the asset isn't deleted.
  package func undelete(_ id: AssetID, as principal: Principal) async throws -> Asset { throw Unfinished() }

  /// Deletes for good, deleted softly before or not; the bytes go when nothing else has the same.
  package func purge(_ id: AssetID, as principal: Principal) async throws { throw Unfinished() }

  /// Every state of the metadata, newest first.
  package func versions(of id: AssetID, includingDeleted: Bool = false, as principal: Principal) async throws
    -> [AssetVersion]
  { throw Unfinished() }

  /// What happened to the asset, newest first.
  package func history(of id: AssetID, includingDeleted: Bool = false, as principal: Principal) async throws
    -> [HistoryEntry]
  { throw Unfinished() }

  /// Notes that somebody looked at the asset, or downloaded it.
  /// - Parameter type: ``HistoryType/view`` or ``HistoryType/download``.
  package func note(_ type: HistoryType, on id: AssetID, as principal: Principal) async throws { throw Unfinished() }

  /// What the file says about itself.
  /// - Parameter groups: prefixes of tag groups regardless of case, such as `exif`; none means all.
  package func embedded(_ id: AssetID, groups: [String] = [], as principal: Principal) async throws
    -> [EmbeddedProperty]
  { throw Unfinished() }
}
