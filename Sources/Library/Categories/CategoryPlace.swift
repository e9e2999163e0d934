/// Where a category stands in the tree, as it is kept.
struct CategoryPlace: Sendable, Hashable {
  /// How many categories are above it.
  let depth: Int
  /// Names from the root on, each after a backslash.
  let path: String
  /// Identifiers from the root on, each before a slash, with one in front.
  let idPath: String

  /// - Parameter parent: `nil` for the root.
  init(id: CategoryID, name: String, parent: Category?) {
    depth = parent?.ancestry.count ?? 0
    path = (parent?.path ?? "") + "\\" + name
    idPath = Self.idPath((parent?.ancestry ?? []) + [id])
  }

  init(id: CategoryID, name: String, under place: CategoryPlace) {
    depth = place.depth + 1
    path = place.path + "\\" + name
    idPath = place.idPath + "\(id)/"
  }

  static func idPath(_ ancestry: [CategoryID]) -> String {
    "/" + ancestry.map { "\($0)/" }.joined()
  }
}
