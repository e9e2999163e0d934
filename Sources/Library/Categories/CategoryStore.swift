import Core
import Foundation
import Identity
import Persistence

/// The SQL of categories.
struct CategoryStore {
  private let session: any Session

  init(_ session: any Session) {
    self.session = session
  }

  /// The whole tree, each parent before its children, siblings by name.
  func all() throws -> [Category] {
    try session.rows("\(Self.columns) order by c.path_key, c.id").map(Self.category)
  }

  func category(_ id: CategoryID) throws -> Category {
    guard let row = try session.row("\(Self.columns) where c.id = \(id)") else {
      throw LibraryError.categoryNotFound(id)
    }
    return try Self.category(row)
  }

  func categories(_ ids: [CategoryID]) throws -> [Category] {
    let found = try session.rows("\(Self.columns) where c.id in \(list: ids)").map(Self.category)
    let byID = Dictionary(found.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    return ids.compactMap { byID[$0] }
  }

  /// The names of those that are there. Unlike ``categories(_:)`` it counts no assets, which takes as long as a category
  /// is large.
  func names(of ids: [CategoryID]) throws -> [(id: CategoryID, name: String)] {
    let rows = try session.rows("select id, name from library_category where id in \(list: ids)")
    let names = Dictionary(
      try rows.map { row -> (CategoryID, String) in (try row.id("id"), try row.string("name")) },
      uniquingKeysWith: { first, _ in first })
    return ids.compactMap { id in names[id].map { (id, $0) } }
  }

  /// - Throws: ``LibraryError/categoryNotFound(_:)`` for the first that isn't there.
  func requireAll(_ ids: [CategoryID]) throws {
    let found = Set(
      try session.rows("select id from library_category where id in \(list: ids)").map { row -> CategoryID in
        try row.id("id")
      })
    if let missing = ids.first(where: { !found.contains($0) }) { throw LibraryError.categoryNotFound(missing) }
  }

  /// The id of ``root()``, without counting what is in it.
  func rootID() throws -> CategoryID {
    guard let row = try session.row("select id from library_category where depth = 0") else {
      throw PersistenceError.corrupt(reason: "the library has no root category")
    }
    return try row.id("id")
  }

  func root() throws -> Category {
    guard let row = try session.row("\(Self.columns) where c.depth = 0") else {
      throw PersistenceError.corrupt(reason: "the library has no root category")
    }
    return try Self.category(row)
  }

  func children(of id: CategoryID) throws -> [Category] {
    try session.rows("\(Self.columns) where c.parent = \(id) order by c.name_key").map(Self.category)
  }

  func category(path key: String) throws -> Category? {
    try session.row("\(Self.columns) where c.path_key = \(key)").map(Self.category)
  }

  func sibling(named name: String, under parent: CategoryID) throws -> CategoryID? {
    try session.row(
      "select id from library_category where parent = \(parent) and name_key = \(TextFolding.key(name))"
    )?.id("id")
  }

  /// One change of the tree at a time, so that two moves can't make a cycle together. Held until the transaction ends.
  func lockTree() throws {
    _ = try session.rows("select id from library_category where depth = 0\(session.dialect.forUpdate)")
  }

  /// - Parameter parent: `nil` for the root alone.
  func insert(
    _ id: CategoryID, name: String, description: String, under parent: Category?, at now: Date, by author: PersonID?
  ) throws {
    let place = CategoryPlace(id: id, name: name, parent: parent)
    let author = author.sqlValue
    try session.run(
      """
      insert into library_category (id, parent, depth, name, name_key, name_words, description, path, path_key,
        id_path, created_at, created_by, modified_at, modified_by)
      values (\(id), \((parent?.id).sqlValue), \(place.depth), \(name), \(TextFolding.key(name)), \(Self.words(name)),
        \(description), \(place.path), \(TextFolding.key(place.path)), \(place.idPath), \(now), \(author), \(now),
        \(author))
      """)
  }

  func describe(_ id: CategoryID, _ description: String, _ act: Act) throws {
    try session.run(
      """
      update library_category set description = \(description), modified_at = \(act.at), modified_by = \(act.by.person)
      where id = \(id)
      """)
  }

  /// Gives a category another name, another parent or both, and all below it the paths that follow.
  func place(_ category: Category, name: String, under parent: Category?, _ act: Act) throws {
    let below = try session.rows(
      """
      select id, name, parent from library_category where id_path like \(Self.idPath(category) + "%")
        and id <> \(category.id) order by depth
      """)
    try session.run(
      """
      update library_category set name = \(name), name_key = \(TextFolding.key(name)), name_words = \(Self.words(name)),
        modified_at = \(act.at), modified_by = \(act.by.person)
      where id = \(category.id)
      """)
    var places = [category.id: CategoryPlace(id: category.id, name: name, parent: parent)]
    try write(places[category.id], of: category.id, under: parent?.id)
    for row in below {
      let id: CategoryID = try row.id("id")
      guard let above: CategoryID = try row.idIfAny("parent"), let place = places[above] else { continue }
      places[id] = CategoryPlace(id: id, name: try row.string("name"), under: place)
      try write(places[id], of: id, under: above)
    }
  }

  /// Deletes a category and all below it; assets are taken out of them first.
  func delete(_ category: Category) throws {
    let pattern = Self.idPath(category) + "%"
    try session.run(
      """
      delete from library_asset_category
      where category in (select id from library_category where id_path like \(pattern))
      """)
    let depths = try session.rows(
      "select distinct depth from library_category where id_path like \(pattern) order by depth desc")
    for row in depths {
      try session.run(
        "delete from library_category where depth = \(try row.int("depth")) and id_path like \(pattern)")
    }
  }

  private func write(_ place: CategoryPlace?, of id: CategoryID, under parent: CategoryID?) throws {
    guard let place else { return }
    try session.run(
      """
      update library_category set parent = \(parent.sqlValue), depth = \(place.depth), path = \(place.path),
        path_key = \(TextFolding.key(place.path)), id_path = \(place.idPath)
      where id = \(id)
      """)
  }

  /// With a blank around each, for whole words in a `like`.
  private static func words(_ name: String) -> String { " " + TextFolding.words(name).joined(separator: " ") + " " }

  private static func idPath(_ category: Category) -> String { CategoryPlace.idPath(category.ancestry) }

  private static let columns: Statement = """
    select c.*,
      (select count(*) from library_asset_category ac join library_asset a on a.id = ac.asset
        where ac.category = c.id and a.deleted_at is null) as assets,
      (select count(*) from library_category child where child.parent = c.id) as subcategories,
      m.person as creator_person, m.user_name as creator_user, m.display_name as creator_name,
      e.person as editor_person, e.user_name as editor_user, e.display_name as editor_name
    from library_category c left join library_author m on m.person = c.created_by
      left join library_author e on e.person = c.modified_by
    """

  private static func category(_ row: Row) throws -> Category {
    Category(
      id: try row.id("id"), parent: try row.idIfAny("parent"), name: try row.string("name"),
      description: try row.string("description"), path: try row.string("path"),
      ancestry: try row.string("id_path").split(separator: "/").compactMap { CategoryID($0) },
      assetCount: try row.int("assets"), subcategoryCount: try row.int("subcategories"),
      createdAt: try row.date("created_at"), createdBy: try row.authorIfAny("creator"),
      modifiedAt: try row.date("modified_at"), modifiedBy: try row.authorIfAny("editor"))
  }
}
