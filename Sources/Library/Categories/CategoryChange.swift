/// What to change about a category; `nil` leaves it as it is.
package struct CategoryChange: Sendable, Hashable {
  package var name: String?
  /// Moves the category, and all below it, there.
  package var parent: CategoryID?
  package var description: String?

  package init(name: String? = nil, parent: CategoryID? = nil, description: String? = nil) {
    self.name = name
    self.parent = parent
    self.description = description
  }
}
