import Core
package import Identity
import Persistence

/// Hand-picked sets of assets. A collection is seen by its owner and by those it is shared with.
package struct Collections: Sendable {
  let context: LibraryContext

  /// Those that `principal` owns or that are shared with them, by name.
  package func all(as principal: Principal) async throws -> [AssetCollection] {
    try Access.require(.viewLibrary, on: .library, as: principal)
    return try await context.store.read { session in try CollectionStore(session).all(of: principal) }
  }

  /// - Throws: ``LibraryError/collectionNotFound(_:)``, also when `principal` may not see it.
  package func collection(_ id: CollectionID, as principal: Principal) async throws -> AssetCollection {
    try Access.require(.viewLibrary, on: .library, as: principal)
    return try await context.store.read { session in try CollectionStore(session).visible(id, to: principal) }
  }

  /// Makes a collection owned by `principal`.
  /// - Parameter id: chosen by the client, so that it can repeat the call: the same identifier again answers the
  ///   collection that is there.
  /// - Throws: ``LibraryError/illegalName(_:problem:)``, ``CollectionError/identifierTaken(_:)``.
  package func create(name: String, description: String = "", id: CollectionID? = nil, as principal: Principal)
    async throws -> AssetCollection
  {
    try Access.require(.createAlbums, on: .library, as: principal)
    let name = try LibraryName.checked(name)
    let id = id ?? context.effects.id()
    let act = context.act(as: principal)
    return try await context.store.write { session in
      try AuthorStore(session).note(act.by)
      let store = CollectionStore(session)
      let isNew = try store.insert(id, name: name, description: description, act)
      guard let made = try? store.visible(id, to: principal), isNew || made.owner.person == principal.person else {
        throw CollectionError.identifierTaken(id)
      }
      return made
    }
  }

  /// Renames or describes; what is `nil` stays.
  /// - Throws: ``CollectionError/notShared(_:collection:)``, ``LibraryError/illegalName(_:problem:)``.
  package func update(_ id: CollectionID, name: String?, description: String?, as principal: Principal) async throws
    -> AssetCollection
  {
    let name = try name.map { try LibraryName.checked($0) }
    return try await change(id, .editDetails, .createAlbums, principal) { _, store, collection, act in
      try store.update(
        id, name: name ?? collection.name, description: description ?? collection.description, at: act.at)
    }
  }

  /// Deletes the collection; its assets stay. Only its owner may.
  /// - Throws: ``CollectionError/notShared(_:collection:)``.
  package func delete(_ id: CollectionID, as principal: Principal) async throws {
    try Access.require(.createAlbums, on: .library, as: principal)
    try await context.store.write { session in
      let store = CollectionStore(session)
      let collection = try store.visible(id, to: principal)
      guard collection.owner.person == principal.person else {
        throw CollectionError.notShared(.transferOwnership, collection: collection.name)
      }
      try store.delete(id)
    }
  }

  /// The live assets in it, in order.
  /// - Throws: ``SearchSyntaxError`` for a page out of bounds.
  package func assets(in id: CollectionID, offset: Int = 0, count: Int = 50, as principal: Principal) async throws
    -> SearchResult
  {
    try Access.require(.viewLibrary, on: .library, as: principal)
    let page = try SearchPlan.page(SearchRequest(offset: offset, count: count))
    return try await context.store.read { session in
      let store = CollectionStore(session)
      _ = try store.visible(id, to: principal)
      let found = try store.assets(
        in: id, AssetVisibility(principal: principal), offset: page.offset, count: page.count)
      return SearchResult(total: found.total, assets: try AssetStore(session).assets(found.page), warnings: [])
    }
  }

  /// Puts assets at the end; those in it already stay where they are.
  /// - Throws: ``LibraryError/assetNotFound(_:)``; nothing is then added.
  package func add(_ assets: [AssetID], to id: CollectionID, as principal: Principal) async throws -> AssetCollection {
    try await change(id, .assignAsset, .uploadToAlbum, principal) { session, store, _, act in
      let known = AssetStore(session)
      for asset in assets { _ = try known.visible(asset, to: principal, includingDeleted: false) }
      try store.add(assets.withoutRepeats(), to: id, at: act.at)
    }
  }

  /// Takes assets out; those that aren't in it don't matter.
  package func remove(_ assets: [AssetID], from id: CollectionID, as principal: Principal) async throws
    -> AssetCollection
  {
    try await change(id, .assignAsset, .uploadToAlbum, principal) { _, store, _, act in
      try store.remove(assets, from: id, at: act.at)
    }
  }

  /// With whom it is shared.
  package func shares(of id: CollectionID, as principal: Principal) async throws -> [CollectionShare] {
    try Access.require(.viewLibrary, on: .library, as: principal)
    return try await context.store.read { session in
      let store = CollectionStore(session)
      _ = try store.visible(id, to: principal)
      return try store.shares(of: id)
    }
  }

  /// Shares with a person, or changes what they may do; an empty set ends it.
  /// - Throws: ``CollectionError/notShared(_:collection:)``.
  package func share(_ id: CollectionID, with share: CollectionShare, as principal: Principal) async throws {
    _ = try await change(id, .share, .createAlbums, principal) { _, store, _, _ in try store.set(share, of: id) }
  }

  /// Lets everybody in the library do this with it, besides what chosen people may; an empty set makes it private again.
  /// - Throws: ``CollectionError/notShared(_:collection:)``.
  package func share(
    _ id: CollectionID, withEveryone permissions: Set<CollectionPermission>, as principal: Principal
  ) async throws -> AssetCollection {
    // Only its owner gives it away.
    let given = permissions.subtracting([.share, .transferOwnership])
    return try await change(id, .share, .createAlbums, principal) { _, store, _, _ in
      try store.set(everyone: given, of: id)
    }
  }

  private func change(
    _ id: CollectionID, _ right: CollectionPermission, _ permission: Permission, _ principal: Principal,
    _ body: @escaping @Sendable (any Session, CollectionStore, AssetCollection, Act) throws -> Void
  ) async throws -> AssetCollection {
    try Access.require(permission, on: .library, as: principal)
    let act = context.act(as: principal)
    return try await context.store.write { session in
      let store = CollectionStore(session)
      try store.lock(id)
      let collection = try store.visible(id, to: principal)
      guard collection.permissions.contains(right) else {
        throw CollectionError.notShared(right, collection: collection.name)
      }
      try body(session, store, collection, act)
      return try store.visible(id, to: principal)
    }
  }
}
