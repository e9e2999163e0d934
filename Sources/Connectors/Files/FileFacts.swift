/// What a source says about a file now.
package struct FileFacts: Sendable, Hashable {
  /// In bytes; `nil` where the source doesn't tell.
  package let size: Int64?
  /// Changes whenever the bytes do, as an ETag does; empty when the source tells nothing of the kind.
  package let version: String

  package init(size: Int64?, version: String) {
    self.size = size
    self.version = version
  }
}
