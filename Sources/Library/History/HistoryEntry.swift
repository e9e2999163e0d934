package import Core
package import Foundation

/// Names one entry of an asset's history.
package typealias HistoryEntryID = ID<HistoryEntry>

/// Something that happened to an asset, for people to read.
package struct HistoryEntry: Sendable, Hashable {
  package let id: HistoryEntryID
  package let at: Date
  package let by: Author
  package let type: HistoryType
  /// What the person wrote, or what the act was about.
  package let comment: String

  package init(id: HistoryEntryID, at: Date, by: Author, type: HistoryType, comment: String) {
    self.id = id
    self.at = at
    self.by = by
    self.type = type
    self.comment = comment
  }
}

/// Kinds of history entries. The raw value is the word of the MediaValet API.
package enum HistoryType: String, Sendable, Hashable, CaseIterable {
  case upload = "Upload"
  case edit = "Edit"
  case approve = "Approve"
  case reject = "Reject"
  case statusChange = "StatusChange"
  case view = "View"
  case download = "Download"
  case delete = "Delete"
  case undelete = "Undelete"
  case directLink = "DirectLink"
}
