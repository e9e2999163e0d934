package import Identity

/// Hand-picked sets of assets. A collection is seen by its owner and by those it is shared with.
package struct Collections: Sendable {
  let context: LibraryContext

  /// Those that `principal` owns or that are shared with them, by name.
  package func all(as principal: Principal) async throws -> [AssetCollection] { throw Unfinished() }

  /// - Throws: ``LibraryError/collectionNotFound(_:)``, also when `principal` may not see it.
  package func collection(_ id: CollectionID, as principal: Principal) async throws -> AssetCollection {
    throw Unfinished()
  }

  /// Makes a collection owned by `principal`.
  /// - Parameter id: chosen by the client, so that it can repeat the call: the same identifier again answers the
  ///   collection that is there.
  package func create(name: String, description: String = "", id: CollectionID? = nil, as principal: Principal)
    async throws -> AssetCollection
  { throw Unfinished() }

  /// Renames or describes; what is `nil` stays.
  package func update(_ id: CollectionID, name: String?, description: String?, as principal: Principal) async throws
    -> AssetCollection
  { throw Unfinished() }

  /// Deletes the collection; its assets stay.
  package func delete(_ id: CollectionID, as principal: Principal) async throws { throw Unfinished() }

  /// The live assets in it, in order.
  package func assets(in id: CollectionID, offset: Int = 0, count: Int = 50, as principal: Principal) async throws
    -> SearchResult
  { throw Unfinished() }

  /// Puts assets at the end; those in it already stay where they are.
  /// - Throws: ``LibraryError/assetNotFound(_:)``; nothing is then added.
  package func add(_ assets: [AssetID], to id: CollectionID, as principal: Principal) async throws -> AssetCollection {
    throw Unfinished()
  }

  /// Takes assets out; those that aren't in it don't matter.
  package func remove(_ assets: [AssetID], from id: CollectionID, as principal: Principal) async throws
    -> AssetCollection
  { throw Unfinished() }

  /// With whom it is shared.
  package func shares(of id: CollectionID, as principal: Principal) async throws -> [CollectionShare] {
    throw Unfinished()
  }

  /// Shares with a person, or changes what they may do; an empty set ends it.
  package func share(_ id: CollectionID, with share: CollectionShare, as principal: Principal) async throws {
    throw Unfinished()
  }
}
