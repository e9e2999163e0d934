package import Core
package import Foundation
package import Identity
package import Library

/// Identifies a publication.
package typealias PublicationID = ID<Publication>

/// A collection whose files are kept in a folder of a service: the other way round from a ``Source``.
package struct Publication: Sendable, Hashable {
  package let id: PublicationID
  package let team: TeamID
  package let name: String
  package let origin: SourceOrigin
  package let collection: CollectionID
  package let rules: PublicationRules
  /// Switched off by a person; nothing is sent then.
  package let isActive: Bool
  /// On whose behalf it works: what this person may see is sent.
  package let owner: PersonID
  package let createdAt: Date
  package let changedAt: Date
  /// When it is looked after next by itself; `nil` for one that is run by hand alone.
  package var dueAt: Date?
  /// The run that is going on or was last; `nil` before the first.
  package var last: PublicationRecord?

  package init(
    id: PublicationID, team: TeamID, name: String, origin: SourceOrigin, collection: CollectionID,
    rules: PublicationRules, isActive: Bool, owner: PersonID, createdAt: Date, changedAt: Date
  ) {
    self.id = id
    self.team = team
    self.name = name
    self.origin = origin
    self.collection = collection
    self.rules = rules
    self.isActive = isActive
    self.owner = owner
    self.createdAt = createdAt
    self.changedAt = changedAt
  }
}

/// One run of a publication, going on or over.
package struct PublicationRecord: Sendable, Hashable {
  package let state: SyncRecord.State
  package let startedAt: Date
  package let endedAt: Date?
  /// Why it failed, for people.
  package let problem: String?
  package let counts: PublicationCounts
}

/// What a run has done so far.
package struct PublicationCounts: Sendable, Hashable {
  /// Files that are new there.
  package var sent = 0
  /// Files there that got other bytes.
  package var replaced = 0
  package var removed = 0
  /// Files that were found changed there by somebody else.
  package var conflicts = 0
  /// Tries that failed.
  package var failed = 0
  /// What was sent, in bytes.
  package var bytes: Int64 = 0

  package init() {}

  /// Names and values, in the order in which they are shown.
  package var json: JSONObject {
    [
      "sent": JSONValue(sent), "replaced": JSONValue(replaced), "removed": JSONValue(removed),
      "conflicts": JSONValue(conflicts), "failed": JSONValue(failed), "bytes": .int(bytes),
    ]
  }

  init(json: JSONValue) {
    func number(_ name: String) -> Int { json[name]?.intValue.map(Int.init) ?? 0 }
    sent = number("sent")
    replaced = number("replaced")
    removed = number("removed")
    conflicts = number("conflicts")
    failed = number("failed")
    bytes = json["bytes"]?.intValue ?? 0
  }
}
