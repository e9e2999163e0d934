package import Core
package import Foundation

/// Identifies a category.
package typealias CategoryID = ID<Category>

/// A node of the tree that assets sit in ("folder" on the wire under another name).
package struct Category: Sendable, Hashable {
  package let id: CategoryID
  /// `nil` for the root alone.
  package let parent: CategoryID?
  /// Unique among its siblings regardless of case.
  package let name: String
  package let description: String
  /// Names from the root on, with backslashes: `\Library\Images\2024`.
  package let path: String
  /// Identifiers from the root on, itself included.
  package let ancestry: [CategoryID]
  /// How many live assets sit directly in it.
  package let assetCount: Int
  /// How many categories sit directly in it.
  package let subcategoryCount: Int
  package let createdAt: Date
  package let createdBy: Author?
  package let modifiedAt: Date
  package let modifiedBy: Author?

  package init(
    id: CategoryID, parent: CategoryID?, name: String, description: String, path: String, ancestry: [CategoryID],
    assetCount: Int, subcategoryCount: Int, createdAt: Date, createdBy: Author?, modifiedAt: Date, modifiedBy: Author?
  ) {
    self.id = id
    self.parent = parent
    self.name = name
    self.description = description
    self.path = path
    self.ancestry = ancestry
    self.assetCount = assetCount
    self.subcategoryCount = subcategoryCount
    self.createdAt = createdAt
    self.createdBy = createdBy
    self.modifiedAt = modifiedAt
    self.modifiedBy = modifiedBy
  }
}
