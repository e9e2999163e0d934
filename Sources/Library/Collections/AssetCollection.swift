package import Core
package import Foundation
package import Identity

/// Identifies a collection.
package typealias CollectionID = ID<AssetCollection>

/// A hand-picked, ordered set of assets ("lightbox" on the MediaValet wire).
package struct AssetCollection: Sendable, Hashable {
  package let id: CollectionID
  package let owner: Author
  package let name: String
  package let description: String
  /// How many live assets are in it.
  package let assetCount: Int
  package let createdAt: Date
  package let modifiedAt: Date
  /// What the one who asks may do with it.
  package let permissions: Set<CollectionPermission>
  /// What everybody in the library may do with it; empty for one that only its owner and chosen people see.
  package let everyone: Set<CollectionPermission>

  package init(
    id: CollectionID, owner: Author, name: String, description: String, assetCount: Int, createdAt: Date,
    modifiedAt: Date, permissions: Set<CollectionPermission>, everyone: Set<CollectionPermission> = []
  ) {
    self.id = id
    self.owner = owner
    self.name = name
    self.description = description
    self.assetCount = assetCount
    self.createdAt = createdAt
    self.modifiedAt = modifiedAt
    self.permissions = permissions
    self.everyone = everyone
  }
}

/// What somebody may do with one collection. The raw value is the word of the MediaValet API.
package enum CollectionPermission: String, Sendable, Hashable, CaseIterable {
  case viewAsset = "lightbox:viewAsset"
  case assignAsset = "lightbox:assignAsset"
  case editDetails = "lightbox:editDetails"
  case share = "lightbox:share"
  case transferOwnership = "lightbox:transferOwnership"
}

/// Somebody a collection is shared with.
package struct CollectionShare: Sendable, Hashable {
  package let person: PersonID
  package let permissions: Set<CollectionPermission>

  package init(person: PersonID, permissions: Set<CollectionPermission>) {
    self.person = person
    self.permissions = permissions
  }
}
