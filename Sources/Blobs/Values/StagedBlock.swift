package import Core

/// An upload in progress: blocks that wait to be put together. Only its name is ever needed.
package enum Stage {}

/// Names an upload in progress.
package typealias StageID = ID<Stage>

/// A block of a stage, safely stored.
package struct StagedBlock: Sendable, Hashable {
  /// As the uploader calls it.
  package let name: String
  /// In bytes.
  package let size: Int64
  /// The MD5 in 32 hexadecimal digits.
  package let md5: String

  package init(name: String, size: Int64, md5: String) {
    self.name = name
    self.size = size
    self.md5 = md5
  }
}
