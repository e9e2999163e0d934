/// What is known of stored bytes without reading them.
package struct BlobInfo: Sendable, Hashable, Codable {
  /// Their name.
  package let hash: ContentHash
  /// In bytes.
  package let size: Int64
  /// The MD5 in 32 hexadecimal digits, as other services name content; empty where an engine no longer knows it.
  package let md5: String

  package init(hash: ContentHash, size: Int64, md5: String) {
    self.hash = hash
    self.size = size
    self.md5 = md5
  }
}
