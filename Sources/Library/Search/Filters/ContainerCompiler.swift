import Persistence

/// Makes a condition on `library_asset a` of a container expression.
enum ContainerCompiler {
  static func condition(_ expression: ContainerExpression) -> Statement {
    switch expression {
    case .category(let id):
      """
      exists (select 1 from library_asset_category ac where ac.asset = a.id and ac.category = \(id))
      """
    case .belowCategory(let id):
      """
      exists (select 1 from library_asset_category ac join library_category c on c.id = ac.category
        join library_category top on top.id = \(id)
        where ac.asset = a.id and c.id <> top.id and c.id_path like top.id_path || '%')
      """
    case .collection(let id):
      """
      exists (select 1 from library_collection_asset ca where ca.asset = a.id and ca.collection = \(id))
      """
    case .and(let parts): "(\(parts.map(condition).joined(separator: " and ")))"
    case .or(let parts): "(\(parts.map(condition).joined(separator: " or ")))"
    case .not(let part): "(not \(condition(part)))"
    }
  }

  /// The collections that an expression names, so that access to them can be asked for.
  static func collections(in expression: ContainerExpression) -> [CollectionID] {
    switch expression {
    case .category, .belowCategory: []
    case .collection(let id): [id]
    case .and(let parts), .or(let parts): parts.flatMap(collections)
    case .not(let part): collections(in: part)
    }
  }
}
