package import Core
package import Foundation
package import Identity

/// Identifies a source.
package typealias SourceID = ID<Source>

/// Chosen folders of a connection that are kept in step with the library.
package struct Source: Sendable, Hashable {
  package let id: SourceID
  package let team: TeamID
  package let name: String
  package let origin: SourceOrigin
  package let rules: SourceRules
  /// Switched off by a person; nothing is synced then.
  package let isActive: Bool
  /// On whose behalf it works: files arrive with this person's permissions.
  package let owner: PersonID
  package let createdAt: Date
  package let changedAt: Date
  /// When it is synced next by itself; `nil` for one that is synced by hand alone.
  package let dueAt: Date?
  /// The sync that is going on or was last; `nil` before the first.
  package let last: SyncRecord?

  package init(
    id: SourceID, team: TeamID, name: String, origin: SourceOrigin, rules: SourceRules, isActive: Bool,
    owner: PersonID, createdAt: Date, changedAt: Date, dueAt: Date?, last: SyncRecord?
  ) {
    self.id = id
    self.team = team
    self.name = name
    self.origin = origin
    self.rules = rules
    self.isActive = isActive
    self.owner = owner
    self.createdAt = createdAt
    self.changedAt = changedAt
    self.dueAt = dueAt
    self.last = last
  }
}
