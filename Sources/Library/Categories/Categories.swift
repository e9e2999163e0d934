import Core
package import Identity
import Persistence

/// The tree of categories.
package struct Categories: Sendable {
  let context: LibraryContext

  /// The whole tree in one list, each parent before its children, siblings by name.
  package func all(as principal: Principal) async throws -> [Category] {
    try await read(principal) { try $0.all() }
  }

  /// The root, which every path begins with.
  package func root(as principal: Principal) async throws -> Category {
    try await read(principal) { try $0.root() }
  }

  /// - Throws: ``LibraryError/categoryNotFound(_:)``.
  package func category(_ id: CategoryID, as principal: Principal) async throws -> Category {
    try await read(principal) { try $0.category(id) }
  }

  /// Several categories in the order of `ids`; those that aren't there are left out.
  package func categories(_ ids: [CategoryID], as principal: Principal) async throws -> [Category] {
    try await read(principal) { try $0.categories(ids) }
  }

  /// What sits directly in a category, by name.
  /// - Throws: ``LibraryError/categoryNotFound(_:)``.
  package func children(of id: CategoryID, as principal: Principal) async throws -> [Category] {
    try await read(principal) { store in
      _ = try store.category(id)
      return try store.children(of: id)
    }
  }

  /// The category at a path such as `\Library\Images`, regardless of case; `/` is taken for `\`.
  package func category(path: String, as principal: Principal) async throws -> Category? {
    let names = path.split { $0 == "\\" || $0 == "/" }
    let key = TextFolding.key(names.map { "\\" + $0 }.joined())
    return try await read(principal) { try $0.category(path: key) }
  }

  /// Makes a category.
  /// - Parameters:
  ///   - parent: `nil` means the root.
  ///   - id: chosen by the client, so that it can repeat the call; made by the library when `nil`. The same call with
  ///     the same identifier answers the category that is there.
  /// - Throws: ``LibraryError/nameTaken(_:by:)``, ``LibraryError/illegalName(_:problem:)``,
  ///   ``LibraryError/categoryNotFound(_:)`` for the parent.
  package func create(
    name: String, parent: CategoryID?, description: String = "", id: CategoryID? = nil, as principal: Principal
  ) async throws -> Category {
    let name = try LibraryName.checked(name, forbidding: Self.separators)
    let newID = id ?? context.effects.id()
    return try await change(principal) { store, act in
      let above = try parent.map { try store.category($0) } ?? store.root()
      if let taken = try store.sibling(named: name, under: above.id) {
        if taken == newID { return try store.category(taken) }
        throw LibraryError.nameTaken(name, by: "category in \(above.path)")
      }
      if try !store.categories([newID]).isEmpty {
        throw LibraryError.nameTaken(newID.description, by: "category")
      }
      try store.insert(
        newID, name: name, description: description, under: above, at: act.at, by: act.by.person)
      return try store.category(newID)
    }
  }

  /// Renames, moves or describes a category; the paths of all below it follow.
  /// - Throws: ``LibraryError/categoryCycle(_:)``, ``LibraryError/rootCategory``, ``LibraryError/nameTaken(_:by:)``.
  package func update(_ id: CategoryID, _ change: CategoryChange, as principal: Principal) async throws -> Category {
    let newName = try change.name.map { try LibraryName.checked($0, forbidding: Self.separators) }
    return try await self.change(principal) { store, act in
      let old = try store.category(id)
      if let description = change.description { try store.describe(id, description, act) }
      let name = newName ?? old.name
      let parentID = change.parent ?? old.parent
      guard name != old.name || parentID != old.parent else { return try store.category(id) }
      guard let parentID, old.parent != nil else {
        if parentID != nil { throw LibraryError.rootCategory }
        try store.place(old, name: name, under: nil, act)
        return try store.category(id)
      }
      let parent = try store.category(parentID)
      if parent.ancestry.contains(id) { throw LibraryError.categoryCycle(old.name) }
      if let taken = try store.sibling(named: name, under: parentID), taken != id {
        throw LibraryError.nameTaken(name, by: "category in \(parent.path)")
      }
      try store.place(old, name: name, under: parent, act)
      return try store.category(id)
    }
  }

  /// Deletes a category and all categories below it. The assets in them stay, without these categories.
  /// - Throws: ``LibraryError/rootCategory``.
  package func delete(_ id: CategoryID, as principal: Principal) async throws {
    try await change(principal) { store, _ in
      let category = try store.category(id)
      if category.parent == nil { throw LibraryError.rootCategory }
      try store.delete(category)
    }
  }

  private func read<Value: Sendable>(
    _ principal: Principal, _ body: @escaping @Sendable (CategoryStore) throws -> Value
  ) async throws -> Value {
    try Access.require(.viewLibrary, on: .library, as: principal)
    return try await context.store.read { session in try body(CategoryStore(session)) }
  }

  private func change<Value: Sendable>(
    _ principal: Principal, _ body: @escaping @Sendable (CategoryStore, Act) throws -> Value
  ) async throws -> Value {
    try Access.require(.manageCategories, on: .library, as: principal)
    let act = context.act(as: principal)
    return try await context.store.write { session in
      try AuthorStore(session).note(act.by)
      let store = CategoryStore(session)
      try store.lockTree()
      return try body(store, act)
    }
  }

  /// What separates names in a path.
  private static let separators: Set<Character> = ["\\", "/"]
}
