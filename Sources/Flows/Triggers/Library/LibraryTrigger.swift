/// Starts a flow for each event of the library, one run an event.
package struct LibraryTrigger: Sendable, Hashable {
  /// The types of events, in the library's own words: those of MediaValet's SkyHOOK.
  package static let knownEvents = [
    "Asset.MediaFileAdded", "Asset.StatusUpdated", "Category.AssetsAssigned", "Category.AssetUnassigned",
    "Asset.KeywordsAdded", "Asset.KeywordRemoved", "Asset.AttributesAdded", "Asset.VideoRenditionsAdded",
  ]

  /// Shorter words for the same.
  static let aliases = [
    "asset.created": "Asset.MediaFileAdded", "asset.status": "Asset.StatusUpdated",
    "asset.keywords": "Asset.KeywordsAdded", "asset.attributes": "Asset.AttributesAdded",
    "category.assigned": "Category.AssetsAssigned", "category.unassigned": "Category.AssetUnassigned",
  ]

  /// Those that count, as the library writes them; never empty.
  package let events: Set<String>
  /// Must hold for an event to start a run; `.trigger` is what the run would see. `nil` when every event counts.
  package let filter: ValueTemplate?

  /// The library's word for what an author wrote; case doesn't matter.
  static func event(named name: String) -> String? {
    let wanted = name.lowercased()
    return knownEvents.first { $0.lowercased() == wanted } ?? aliases[wanted]
  }
}
