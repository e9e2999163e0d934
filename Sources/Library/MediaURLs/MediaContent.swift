package import Blobs

/// Bytes that may be sent to whoever asked, and how to label them.
package struct MediaContent: Sendable, Hashable {
  package let asset: AssetID
  package let hash: ContentHash
  /// In bytes.
  package let size: Int64
  package let mimeType: String
  package let fileName: String
  package let disposition: Disposition

  package init(
    asset: AssetID, hash: ContentHash, size: Int64, mimeType: String, fileName: String, disposition: Disposition
  ) {
    self.asset = asset
    self.hash = hash
    self.size = size
    self.mimeType = mimeType
    self.fileName = fileName
    self.disposition = disposition
  }

  /// Whether a browser shows the bytes or saves them.
  package enum Disposition: String, Sendable, Hashable {
    case inline
    case attachment
  }
}
