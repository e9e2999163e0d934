package import Blobs

/// What of a live asset in a collection is wanted elsewhere: its original, or one picture of it.
package struct CollectedFile: Sendable, Hashable {
  package let asset: AssetID
  /// Of the wanted bytes: a picture's ends in `.jpg`.
  package let fileName: String
  /// `nil` while there is no such picture.
  package let content: Content?
  /// Whether ingest has yet to look: a picture that isn't there may still come.
  package let isPending: Bool

  package init(asset: AssetID, fileName: String, content: Content?, isPending: Bool = false) {
    self.asset = asset
    self.fileName = fileName
    self.content = content
    self.isPending = isPending
  }

  /// The bytes.
  package struct Content: Sendable, Hashable {
    package let hash: ContentHash
    /// In bytes.
    package let size: Int64
    /// 32 hexadecimal digits; `nil` for pictures.
    package let md5: String?
    package let mimeType: String?

    package init(hash: ContentHash, size: Int64, md5: String? = nil, mimeType: String? = nil) {
      self.hash = hash
      self.size = size
      self.md5 = md5
      self.mimeType = mimeType
    }
  }
}
