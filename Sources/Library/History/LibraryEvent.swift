package import Core
package import Foundation

/// Something that happened in the library, kept for those who react to it: flows and webhooks.
///
/// Written in the transaction of the change it tells of, so that none is lost and none is told of that didn't happen.
package struct LibraryEvent: Sendable, Hashable {
  /// Counts up; read on after the last one seen. A number may be missing.
  package let sequence: Int64
  package let id: ID<LibraryEvent>
  package let type: LibraryEventType
  package let at: Date
  /// With the member names of MediaValet's events, `LibraryId` and URLs left out.
  package let data: JSONObject

  package init(sequence: Int64, id: ID<LibraryEvent>, type: LibraryEventType, at: Date, data: JSONObject) {
    self.sequence = sequence
    self.id = id
    self.type = type
    self.at = at
    self.data = data
  }
}

/// Kinds of library events. The raw value is the word of MediaValet's SkyHOOK.
package enum LibraryEventType: String, Sendable, Hashable, CaseIterable {
  case mediaFileAdded = "Asset.MediaFileAdded"
  case statusUpdated = "Asset.StatusUpdated"
  case assetsAssigned = "Category.AssetsAssigned"
  case assetUnassigned = "Category.AssetUnassigned"
  case keywordsAdded = "Asset.KeywordsAdded"
  case keywordRemoved = "Asset.KeywordRemoved"
  case attributesAdded = "Asset.AttributesAdded"
}
