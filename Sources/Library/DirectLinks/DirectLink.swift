package import Core
package import Foundation

/// Identifies a direct link.
package typealias DirectLinkID = ID<DirectLink>

/// A durable public address of one rendition; it outlives edits of the metadata.
package struct DirectLink: Sendable, Hashable {
  package let id: DirectLinkID
  package let asset: AssetID
  /// Unique among the links of the asset regardless of case.
  package let name: String
  package let size: DirectLinkSize
  /// In upper case, such as `JPG`.
  package let format: String
  /// As the client sent them, to be shown again.
  package let options: JSONObject
  package let state: DirectLinkState
  /// From the origin's root on, percent-encoded: `/cdn/<library>/<A>/<B>/<size>/<name>`.
  package let path: String
  package let createdAt: Date
  package let createdBy: Author
  package let modifiedAt: Date
  package let views: Int
  /// How many different visitors.
  package let uniqueViews: Int
  /// Bytes served.
  package let bandwidth: Int64

  package init(
    id: DirectLinkID, asset: AssetID, name: String, size: DirectLinkSize, format: String, options: JSONObject,
    state: DirectLinkState, path: String, createdAt: Date, createdBy: Author, modifiedAt: Date, views: Int,
    uniqueViews: Int, bandwidth: Int64
  ) {
    self.id = id
    self.asset = asset
    self.name = name
    self.size = size
    self.format = format
    self.options = options
    self.state = state
    self.path = path
    self.createdAt = createdAt
    self.createdBy = createdBy
    self.modifiedAt = modifiedAt
    self.views = views
    self.uniqueViews = uniqueViews
    self.bandwidth = bandwidth
  }
}

/// Whether a direct link works.
package enum DirectLinkState: String, Sendable, Hashable, CaseIterable {
  case active = "Active"
  /// Switched off by a person, and can be switched on again.
  case deactivated = "Deactivated"
  /// Put away by a person: as deactivated, and left out of lists.
  case archived = "Archived"
  /// The asset is rejected, expired or deleted. Works again when that is taken back.
  case broken = "Broken"
}

/// Which picture of the asset a direct link shows.
package enum DirectLinkSize: Sendable, Hashable {
  case original
  case rendition(RenditionKind)

  /// The word in the address and in the API.
  package var word: String {
    switch self {
    case .original: "Original"
    case .rendition(.thumb): "Thumbnail"
    case .rendition(let kind): kind.rawValue
    }
  }

  /// Reads the word regardless of case; `nil` for sizes that Weir doesn't make.
  package init?(word: String) {
    switch word.lowercased() {
    case "original": self = .original
    case "thumb", "thumbnail": self = .rendition(.thumb)
    case "small": self = .rendition(.small)
    case "medium": self = .rendition(.medium)
    case "large": self = .rendition(.large)
    default: return nil
    }
  }
}

/// What somebody asks for when making a direct link.
package struct DirectLinkDraft: Sendable, Hashable {
  package var name: String
  /// `Original`, `Thumbnail`, `Small`, `Medium` or `Large`.
  package var size: String
  /// `JPG` or `JPEG` for a rendition, the file's own type for the original; `nil` takes what there is.
  package var format: String?
  /// Kept and shown again, not interpreted.
  package var options: JSONObject

  package init(name: String, size: String, format: String? = nil, options: JSONObject = [:]) {
    self.name = name
    self.size = size
    self.format = format
    self.options = options
  }
}
