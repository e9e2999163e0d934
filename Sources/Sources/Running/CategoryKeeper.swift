import Core
import Identity
import Library
import Persistence

/// Makes the categories that folders become, and keeps them named and placed like the folders.
///
/// What a person renamed or moved in the library stays as the person left it.
struct CategoryKeeper {
  private let library: Library
  private let source: Source
  private let principal: Principal
  private let store: any Store
  private var known: [RemotePath: CategoryID] = [:]

  init(library: Library, source: Source, principal: Principal, store: any Store) {
    self.library = library
    self.source = source
    self.principal = principal
    self.store = store
  }

  /// The category of what lies in a folder.
  mutating func category(of folder: RemotePath) async throws -> CategoryID {
    let place = source.rules.place
    let folder = place.mirrorsFolders ? folder : .top
    if let id = known[folder] { return id }
    guard !folder.text.utf8.isEmpty else {
      let top = if let chosen = place.category { chosen } else { try await library.categories.root(as: principal).id }
      known[folder] = top
      return top
    }
    if let row = try await mapping(of: folder) {
      if try await !library.categories.categories([row.category], as: principal).isEmpty {
        known[folder] = row.category
        return row.category
      }
    }
    let parent = try await category(of: folder.folder)
    let name = LibraryFileName.category(folder.name)
    let id = try await make(name, under: parent)
    try await note(id, name, folder)
    known[folder] = id
    return id
  }

  /// Renames or moves the category of a folder that was renamed or moved.
  mutating func follow(_ folder: RemotePath) async throws {
    guard source.rules.place.mirrorsFolders, let row = try await mapping(of: folder),
      let category = try await library.categories.categories([row.category], as: principal).first
    else { return }
    let parent = try await self.category(of: folder.folder)
    let name = LibraryFileName.category(folder.name)
    var change = CategoryChange()
    if category.name == row.name, name != row.name { change.name = name }
    if category.parent != parent { change.parent = parent }
    if change != CategoryChange() {
      do {
        _ = try await library.categories.update(row.category, change, as: principal)
      } catch LibraryError.nameTaken {
        // Another category has the name; this one stays, and holds the same files.
      }
    }
    try await note(row.category, name, folder)
  }

  private func mapping(of folder: RemotePath) async throws -> (category: CategoryID, name: String)? {
    let source = source.id
    return try await store.read { session in
      try session.row(
        "select category, name from source_category where source = \(source) and path = \(folder.text)"
      ).map { (try $0.id("category"), try $0.string("name")) }
    }
  }

  private func make(_ name: String, under parent: CategoryID) async throws -> CategoryID {
    do {
      return try await library.categories.create(name: name, parent: parent, as: principal).id
    } catch LibraryError.nameTaken {
      // Two folders whose names differ in nothing that the library tells apart share a category.
      let path = try await library.categories.category(parent, as: principal).path + "\\" + name
      return try await library.categories.category(path: path, as: principal)?.id ?? parent
    }
  }

  private func note(_ id: CategoryID, _ name: String, _ folder: RemotePath) async throws {
    let source = source.id
    try await store.write { session in
      try session.run(
        """
        insert into source_category (source, path, category, name) values (\(source), \(folder.text), \(id), \(name))
        on conflict (source, path) do update set category = excluded.category, name = excluded.name
        """)
    }
  }
}
