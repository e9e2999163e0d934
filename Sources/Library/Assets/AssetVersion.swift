package import Core
package import Foundation

/// One state of an asset's metadata: every edit makes one.
package struct AssetVersion: Sendable, Hashable {
  /// Counts from 1, which is the upload.
  package let number: Int
  package let at: Date
  package let by: Author
  /// What was changed: field → `{"from","to"}`. Attributes stand under `attributes/<id>`.
  package let changes: JSONObject

  package init(number: Int, at: Date, by: Author, changes: JSONObject) {
    self.number = number
    self.at = at
    self.by = by
    self.changes = changes
  }
}
