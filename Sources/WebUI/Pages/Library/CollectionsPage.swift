import Core
import Library

/// What the page of collections shows.
struct CollectionsPage: Sendable {
  let frame: PageFrame
  let collections: [Row]
  let hasCollections: Bool

  init(frame: PageFrame, collections: [Row]) {
    self.frame = frame
    self.collections = collections
    hasCollections = !collections.isEmpty
  }

  struct Row: Sendable {
    let id: String
    let name: String
    let description: String?
    let count: Int
    let at: String

    init(_ collection: AssetCollection) {
      id = collection.id.description
      name = collection.name
      description = collection.description.isEmpty ? nil : collection.description
      count = collection.assetCount
      at = Timestamp.format(collection.createdAt)
    }
  }
}
