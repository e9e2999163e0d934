package import Foundation

/// That somebody is in a team, and as what.
package struct Membership: Sendable, Hashable {
  package let person: PersonID
  package let role: TeamRole
  package let addedAt: Date
}

/// A member as lists show it.
package struct Member: Sendable, Hashable {
  package let person: Person
  package let role: TeamRole
  package let isOwner: Bool
}
