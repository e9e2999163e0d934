import Foundation

/// How long, and how much of, the log of a flow's runs is kept. Runs that haven't ended are never touched.
package struct RetentionRule: Sendable, Hashable {
  /// For so many days after their end; `nil` for ever.
  package var days: Int?
  /// At most so many bytes per flow, the oldest go first; `nil` for any number.
  package var bytes: Int64?

  package init(days: Int? = nil, bytes: Int64? = nil) {
    self.days = days
    self.bytes = bytes
  }

  /// What ended before this goes.
  func horizon(at now: Date) -> Date? {
    days.map { now.addingTimeInterval(-Double($0) * 86_400) }
  }
}

/// What a flow's rule is, and where each part of it comes from.
package struct RetentionState: Sendable, Hashable {
  /// The flow's own; `nil` parts follow the site's.
  package let own: RetentionRule
  /// What holds.
  package let effective: RetentionRule
  /// What the logs of its ended runs take now, as far as they were measured.
  package let bytes: Int64
  package let runs: Int
}
