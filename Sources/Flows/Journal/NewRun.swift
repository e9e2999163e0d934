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
  /// The step of another run that starts it.
  var parent: RunParent?
  /// The run that it repeats, in whole or in part.
  var rerunOf: RunID?
  /// What people call this run among others of its flow: a file's name, an order's number.
  var label: String?
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
  /// Whether somebody wants it to rest.
  let isPaused: Bool
  let depth: Int
  /// The step that started it.
  let parent: RunParent?
  /// Whether its flow's limits have let it begin.
  let isAdmitted: Bool
  /// Whether it began with rows of another run, among which there may be some of steps that its version doesn't have.
  let isSeeded: Bool

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
    isPaused = try row.dateIfAny("paused_at") != nil
    depth = try row.int("depth")
    parent = try RunParent(row)
    isAdmitted = try row.dateIfAny("admitted_at") != nil
    isSeeded = try row.stringIfAny("rerun_of") != nil
  }

  /// Whether nobody had it before and nothing was written for it, so that there is no journal to read.
  var isFirstClaim: Bool { lease.fencing == 1 && !isSeeded }
}
