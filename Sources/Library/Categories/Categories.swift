package import Identity

/// The tree of categories.
package struct Categories: Sendable {
  let context: LibraryContext

  /// The whole tree in one list, each parent before its children, siblings by name.
  package func all(as principal: Principal) async throws -> [Category] { throw Unfinished() }

  /// The root, which every path begins with.
  package func root(as principal: Principal) async throws -> Category { throw Unfinished() }

  /// - Throws: ``LibraryError/categoryNotFound(_:)``.
  package func category(_ id: CategoryID, as principal: Principal) async throws -> Category { throw Unfinished() }

  /// Several categories in the order of `ids`; those that aren't there are left out.
  package func categories(_ ids: [CategoryID], as principal: Principal) async throws -> [Category] {
    throw Unfinished()
  }

  /// What sits directly in a category, by name.
  package func children(of id: CategoryID, as principal: Principal) async throws -> [Category] { throw Unfinished() }

  /// The category at a path such as `\Library\Images`, regardless of case; `/` is taken for `\`.
  package func category(path: String, as principal: Principal) async throws -> Category? { throw Unfinished() }

  /// Makes a category.
  /// - Parameters:
  ///   - parent: `nil` means the root.
  ///   - id: chosen by the client, so that it can repeat the call; made by the library when `nil`. The same call with
  ///     the same identifier answers the category that is there.
  /// - Throws: ``LibraryError/nameTaken(_:by:)``, ``LibraryError/illegalName(_:problem:)``,
  ///   ``LibraryError/categoryNotFound(_:)`` for the parent.
  package func create(
    name: String, parent: CategoryID?, description: String = "", id: CategoryID? = nil, as principal: Principal
  ) async throws -> Category { throw Unfinished() }

  /// Renames, moves or describes a category; the paths of all below it follow.
  /// - Throws: ``LibraryError/categoryCycle(_:)``, ``LibraryError/rootCategory``, ``LibraryError/nameTaken(_:by:)``.
  package func update(_ id: CategoryID, _ change: CategoryChange, as principal: Principal) async throws -> Category {
    throw Unfinished()
  }

  /// Deletes a category and all categories below it. The assets in them stay, without these categories.
  /// - Throws: ``LibraryError/rootCategory``.
  package func delete(_ id: CategoryID, as principal: Principal) async throws { throw Unfinished() }
}
