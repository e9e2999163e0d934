package import Core
package import Foundation

/// Identifies a team.
package typealias TeamID = ID<Team>

/// People who share sources, connections, flows and collections.
package struct Team: Sendable, Hashable {
  package let id: TeamID
  package let name: String
  package let kind: Kind
  /// The manager who can't be demoted or removed before handing over; the organization's team has the first
  /// administrator.
  package let owner: PersonID
  package let createdAt: Date

  /// Where the team comes from.
  package enum Kind: String, Sendable, Codable {
    /// Governs the library; exactly one, made with the first administrator.
    case organization
    /// Made with every person; can't be deleted.
    case personal
    /// Made by somebody; can be deleted.
    case created
  }
}
