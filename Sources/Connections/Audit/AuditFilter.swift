package import Foundation
package import Identity

/// Which entries of the audit log are wanted; what is left out doesn't matter.
package struct AuditFilter: Sendable {
  /// What concerns this team's connections.
  package var team: TeamID?
  /// What concerns this connection.
  package var connection: ConnectionID?
  /// What happened, as `connection.used`; also the beginning of it, as `connection.`.
  package var action: String?
  /// What this person did, or used a connection for.
  package var person: PersonID?
  /// What this flow used connections for.
  package var flow: String?
  /// What this source used connections for.
  package var source: String?
  package var from: Date?
  /// Not including.
  package var to: Date?

  package init() {}
}

/// An entry with its place in the log.
package struct AuditLine: Sendable, Hashable {
  /// Counts up; numbers may be missing.
  package let number: Int
  package let entry: AuditEntry
  /// What it happened to, as `connection/0f3a…`.
  package var subject: String { entry.subject }
}
