/// A rendition that was written to the disk.
package struct RenderedFile: Sendable, Codable, Hashable {
  package let size: RenditionSize
  /// Where it is; the caller owns it from here on.
  package let path: String
  /// In pixels.
  package let width: Int
  /// In pixels.
  package let height: Int
  /// In bytes.
  package let length: Int64
  package let mime: String

  package init(size: RenditionSize, path: String, width: Int, height: Int, length: Int64, mime: String) {
    self.size = size
    self.path = path
    self.width = width
    self.height = height
    self.length = length
    self.mime = mime
  }
}
