package import Blobs

/// Which derived picture of an asset. The raw value is the word in MediaValet's media URLs.
package enum RenditionKind: String, Sendable, Hashable, CaseIterable, Comparable {
  case thumb = "Thumb"
  case small = "Small"
  case medium = "Medium"
  case large = "Large"

  /// The longest edge in pixels. A picture that is smaller isn't enlarged.
  package var longestEdge: Int {
    switch self {
    case .thumb: 150
    case .small: 320
    case .medium: 800
    case .large: 1600
    }
  }

  package static func < (left: RenditionKind, right: RenditionKind) -> Bool {
    left.longestEdge < right.longestEdge
  }
}

/// A picture made from an original: of an image, of a video's still or of a document's first page.
package struct Rendition: Sendable, Hashable {
  package let kind: RenditionKind
  package let hash: ContentHash
  /// In bytes.
  package let size: Int64
  package let mimeType: String
  /// In pixels.
  package let width: Int
  /// In pixels.
  package let height: Int

  package init(kind: RenditionKind, hash: ContentHash, size: Int64, mimeType: String, width: Int, height: Int) {
    self.kind = kind
    self.hash = hash
    self.size = size
    self.mimeType = mimeType
    self.width = width
    self.height = height
  }
}
