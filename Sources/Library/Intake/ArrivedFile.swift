package import Blobs
import Core

/// A file whose bytes are in the blob store already and that is to become an asset.
package struct ArrivedFile: Sendable, Hashable {
  /// Chosen by the caller before anything is stored, so that a repeated call makes nothing twice.
  package let asset: AssetID
  /// The bytes.
  package var content: BlobInfo
  package var fileName: String
  /// Empty where the file's own metadata, or its name, shall say it.
  package var title = ""
  package var description = ""
  package var altText = ""
  /// None means the root.
  package var categories: [CategoryID] = []
  package var keywords: [String] = []
  package var attributes: [AttributeID: String] = [:]
  /// For the attributes that hold who may do what with a file, and who made it; they are made where there are none.
  package var rights = ""
  package var creator = ""

  package init(asset: AssetID, content: BlobInfo, fileName: String) {
    self.asset = asset
    self.content = content
    self.fileName = fileName
  }
}
