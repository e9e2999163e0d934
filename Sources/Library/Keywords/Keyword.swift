package import Core
package import Foundation

/// Identifies a keyword.
package typealias KeywordID = ID<Keyword>

/// A word of the library's list; made by its first use.
package struct Keyword: Sendable, Hashable {
  package let id: KeywordID
  /// Unique regardless of case.
  package let word: String
  package let isApproved: Bool
  package let isSearchable: Bool
  package let requestedAt: Date
  package let requestedBy: Author?
  package let approvedAt: Date?
  package let approvedBy: Author?

  package init(
    id: KeywordID, word: String, isApproved: Bool, isSearchable: Bool, requestedAt: Date, requestedBy: Author?,
    approvedAt: Date?, approvedBy: Author?
  ) {
    self.id = id
    self.word = word
    self.isApproved = isApproved
    self.isSearchable = isSearchable
    self.requestedAt = requestedAt
    self.requestedBy = requestedBy
    self.approvedAt = approvedAt
    self.approvedBy = approvedBy
  }
}

/// What to change about a keyword; `nil` leaves it as it is.
package struct KeywordChange: Sendable, Hashable {
  package var word: String?
  package var isApproved: Bool?
  package var isSearchable: Bool?

  package init(word: String? = nil, isApproved: Bool? = nil, isSearchable: Bool? = nil) {
    self.word = word
    self.isApproved = isApproved
    self.isSearchable = isSearchable
  }
}
