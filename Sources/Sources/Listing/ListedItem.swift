import Connectors

/// Something that a service named, with its place.
struct ListedItem: Sendable {
  let item: RemoteItem
  let path: RemotePath
  let parent: RemoteID?

  var id: RemoteID { RemoteID(item.id) }
}

/// A folder that is to be listed.
struct FrontierEntry: Sendable, Hashable {
  let folder: RemoteID
  let path: RemotePath
  /// How many folders it is below the chosen one.
  let depth: Int
  let isDeep: Bool
}
