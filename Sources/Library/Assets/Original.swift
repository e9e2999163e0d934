package import Blobs
package import Core
package import Foundation

/// Names one set of bytes of an asset in media URLs; a new version of the file would get a new one.
package typealias MediaFileID = ID<Original>

/// The immutable bytes of an asset, and how they came.
package struct Original: Sendable, Hashable {
  package let mediaFile: MediaFileID
  /// The name it is downloaded under; may be edited, the bytes may not.
  package let fileName: String
  package let hash: ContentHash
  /// In bytes.
  package let size: Int64
  /// 32 hexadecimal digits in lower case.
  package let md5: String
  package let uploadedAt: Date

  package init(
    mediaFile: MediaFileID, fileName: String, hash: ContentHash, size: Int64, md5: String, uploadedAt: Date
  ) {
    self.mediaFile = mediaFile
    self.fileName = fileName
    self.hash = hash
    self.size = size
    self.md5 = md5
    self.uploadedAt = uploadedAt
  }

  /// The file name's extension in upper case without the dot, such as `JPG`; empty where it has none.
  package var fileType: String { FileName.fileType(fileName) }
}
