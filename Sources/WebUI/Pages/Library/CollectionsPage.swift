import Core
import Library

/// What the page of collections shows.
struct CollectionsPage: Sendable {
  let frame: PageFrame
  let collections: [Row]
  let hasCollections: Bool
  let csrf: String
  let canMake: Bool

  init(frame: PageFrame, canMake: Bool, collections: [Row]) {
    self.frame = frame
    csrf = frame.csrf
    self.canMake = canMake
    self.collections = collections
    hasCollections = !collections.isEmpty
  }

  struct Row: Sendable {
    let id: String
    let name: String
    let description: String?
    let count: Int
    let at: String
    let owner: String
    let visibility: StateLabel
    let canDelete: Bool

    init(_ collection: AssetCollection) {
      owner = collection.owner.displayName.isEmpty ? collection.owner.userName : collection.owner.displayName
      visibility = StateLabel(kind: "", name: collection.everyone.isEmpty ? "Private" : "Everybody")
      canDelete = collection.permissions.contains(.transferOwnership)
      id = collection.id.description
      name = collection.name
      description = collection.description.isEmpty ? nil : collection.description
      count = collection.assetCount
      at = Timestamp.format(collection.createdAt)
    }
  }
}
