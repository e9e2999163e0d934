package import Foundation
package import Identity

/// A file on its way into the library, from the request to the asset.
package struct Upload: Sendable, Hashable {
  /// The asset's identifier, already.
  package let id: AssetID
  package let mediaFile: MediaFileID
  package let requestedBy: PersonID
  package let requestedAt: Date
  /// When it is thrown away unless it is finished; every accepted call moves it on.
  package let expiresAt: Date
  package let properties: UploadProperties
  package let categories: [CategoryID]
  package let keywords: [String]
  package let attributes: [AttributeID: String]
  /// How many bytes the uploader has put together; `nil` before.
  package let receivedSize: Int64?
  package let isFinished: Bool

  /// The name of the blob that the uploader writes: `<id>.bin`.
  package var blobName: String { Self.blobName(id) }

  static func blobName(_ id: AssetID) -> String { "\(id).bin" }
}

/// What the uploader says about the file; `nil` where nothing was said.
package struct UploadProperties: Sendable, Hashable {
  package var fileName: String?
  package var title: String?
  package var description: String?
  /// In bytes, for a check against what arrived.
  package var size: Int64?

  package init(fileName: String? = nil, title: String? = nil, description: String? = nil, size: Int64? = nil) {
    self.fileName = fileName
    self.title = title
    self.description = description
    self.size = size
  }
}
