import Core
import Foundation
import Identity
import Persistence

/// A run that is about to be written down.
struct NewRun: Sendable {
  let id: RunID
  let flow: FlowID
  let team: TeamID
  let version: Int
  let triggerKind: String
  /// What `.trigger` holds.
  let trigger: JSONValue
  let startedBy: PersonID?
  let createdAt: Date
}

/// A run that a worker has just taken.
struct ClaimedRun: Sendable {
  let lease: Lease
  let flow: FlowID
  let team: TeamID
  let version: Int
  let triggerKind: String
  let trigger: JSONValue
  let isCancelRequested: Bool
  let startedAt: Date
  /// The part of the revision that the run's own row counts.
  let revision: Int64

  init(_ row: Row) throws {
    lease = Lease(run: try row.id("id"), fencing: try row.int64("fencing"))
    flow = try row.id("flow")
    team = try row.id("team")
    version = try row.int("version")
    triggerKind = try row.string("trigger_kind")
    trigger = try row.json("trigger_data")
    isCancelRequested = try row.bool("cancels")
    startedAt = try row.date("started_at")
    revision = try row.int64("revision")
  }

  /// Whether nobody had it before, so that there is no journal to read.
  var isFirstClaim: Bool { lease.fencing == 1 }
}
