import Library

/// The way to a category as people read it: `Library / From folders`.
enum CategoryTrail {
  static func text(_ category: Category) -> String {
    category.path.split(separator: "\\").joined(separator: " / ")
  }
}
