/// What a `containerFilter` text means: where the assets are.
indirect enum ContainerExpression: LogicExpression, Sendable, Hashable {
  case category(CategoryID)
  /// In a category that lies below this one.
  case belowCategory(CategoryID)
  case collection(CollectionID)
  case and([ContainerExpression])
  case or([ContainerExpression])
  case not(ContainerExpression)
}

extension ContainerExpression: CustomStringConvertible {
  /// The expression in its own grammar; parsing it gives an equal expression.
  var description: String {
    switch self {
    case .category(let id): "(CategoryIds/ANY(c: c EQ '\(id)'))"
    case .belowCategory(let id): "(CategoryAncestorIds/ANY(c: c EQ '\(id)'))"
    case .collection(let id): "(LightboxIds/ANY(l: l EQ '\(id)'))"
    case .and(let parts): "(" + parts.map(\.description).joined(separator: " AND ") + ")"
    case .or(let parts): "(" + parts.map(\.description).joined(separator: " OR ") + ")"
    case .not(let part): "NOT (\(part))"
    }
  }
}
