import Core
package import Foundation
import Identity
import Persistence

/// What a service was asked to tell a source, as it is kept.
package struct Subscription: Sendable {
  let id: ID<Subscription>
  let source: SourceID
  let team: TeamID
  let origin: SourceOrigin
  /// The service's id of the folder; empty when one channel tells of everything.
  let folder: String
  /// How far it is.
  package let state: State
  let sealed: [UInt8]
  /// The service's id of the channel.
  let remote: String?
  /// When it ends unless it is renewed; `nil` for never, or before it began.
  package let endsAt: Date?
  let tries: Int
  /// Why the last try failed.
  package let problem: String?
  /// When the service told something last.
  package let heardAt: Date?

  /// How far a subscription is.
  package enum State: String, Sendable, CaseIterable {
    /// The service is still to be asked.
    case wanted
    /// The service tells.
    case told
    /// The service is still to be told that it is over.
    case ending
  }

  init(_ row: Row) throws {
    guard let origin = SourceOrigin(try row.string("origin")) else {
      throw PersistenceError.unexpectedColumn("origin", expected: "where a source's files are")
    }
    self.origin = origin
    id = try row.id("id")
    source = try row.id("source")
    team = try row.id("team")
    folder = try row.string("folder")
    state = try row.choice("state")
    sealed = try row.bytes("sealed")
    remote = try row.stringIfAny("remote")
    endsAt = try row.dateIfAny("ends_at")
    tries = try row.int("tries")
    problem = try row.stringIfAny("problem")
    heardAt = try row.dateIfAny("heard_at")
  }

  /// To what its secrets are bound.
  static func context(_ id: String) -> String { "source_push/\(id)" }
}
