package import Foundation

/// Who did what to an asset, and when.
package struct AssetRecord: Sendable, Hashable {
  package let createdAt: Date
  package let createdBy: Author
  package let modifiedAt: Date
  package let modifiedBy: Author
  package let approvedAt: Date?
  package let rejectedAt: Date?
  /// When the asset becomes ``AssetStatus/expired``.
  package let expiresAt: Date?
  /// When it was deleted; it can be undeleted until it is purged.
  package let deletedAt: Date?
  package let deletedBy: Author?
  /// Counts metadata edits from 1.
  package let version: Int

  package init(
    createdAt: Date, createdBy: Author, modifiedAt: Date, modifiedBy: Author, approvedAt: Date?, rejectedAt: Date?,
    expiresAt: Date?, deletedAt: Date?, deletedBy: Author?, version: Int
  ) {
    self.createdAt = createdAt
    self.createdBy = createdBy
    self.modifiedAt = modifiedAt
    self.modifiedBy = modifiedBy
    self.approvedAt = approvedAt
    self.rejectedAt = rejectedAt
    self.expiresAt = expiresAt
    self.deletedAt = deletedAt
    self.deletedBy = deletedBy
    self.version = version
  }
}
