import Core
import Foundation
import Persistence

extension Run {
  init(_ row: Row) throws {
    self.init(
      id: try row.id("id"), flow: try row.id("flow"), version: try row.int("version"), team: try row.id("team"),
      state: try RunState(row), triggerKind: try row.string("trigger_kind"), startedBy: try row.idIfAny("started_by"),
      createdAt: try row.date("created_at"), startedAt: try row.dateIfAny("started_at"),
      revision: try row.int64("revision"), isCancelRequested: try row.bool("cancels"),
      parent: try RunParent(row), rerunOf: try row.idIfAny("rerun_of"), label: try row.stringIfAny("label"),
      hold: try row.stringIfAny("held_by").flatMap(RunHold.init))
  }
}

extension RunParent {
  /// - Returns: `nil` for a run that no step started.
  init?(_ row: Row) throws {
    guard let run: RunID = try row.idIfAny("parent_run") else { return nil }
    self.init(run: run, path: try row.stringIfAny("parent_path") ?? "", depth: try row.int("depth"))
  }
}

extension RunState {
  init(_ row: Row) throws {
    let endedAt = try row.dateIfAny("ended_at") ?? Date(timeIntervalSince1970: 0)
    switch try row.string("state") {
    case "queued" where try row.dateIfAny("paused_at") == nil: self = .queued
    case "running": self = .running
    case "queued", "waiting":
      let since = try row.dateIfAny("paused_at")
      self = try since.map(RunState.paused) ?? .waiting(until: row.date("ready_at"))
    case "succeeded": self = .succeeded(at: endedAt, output: try row.jsonIfAny("output") ?? .null)
    case "failed":
      let failure = try row.jsonIfAny("failure").map(StepFailure.init(json:))
      self = .failed(
        at: endedAt, path: try row.stringIfAny("failed_path") ?? "",
        failure ?? StepFailure(code: "unknown", message: "The reason is not known."))
    case "cancelled": self = .cancelled(at: endedAt)
    case let other: throw PersistenceError.unexpectedColumn("state", expected: "a run's state, not \(other)")
    }
  }
}

extension StepRecord {
  init(_ row: Row) throws {
    self.init(
      path: try row.string("path"), stepID: try row.string("step"), kind: try row.string("kind"),
      state: try State(row), attempt: try row.int("attempt"), failures: try row.int("failures"),
      input: try row.jsonIfAny("input") ?? .null, memo: try row.jsonIfAny("memo"),
      startedAt: try row.date("started_at"),
      attemptStartedAt: try row.date("attempt_started_at"), endedAt: try row.dateIfAny("ended_at"))
  }
}

extension StepRecord.State {
  init(_ row: Row) throws {
    switch try row.string("state") {
    case "running": self = .running
    case "waiting": self = .waiting(until: try row.date("wakes_at"))
    case "succeeded": self = .succeeded(output: try row.jsonIfAny("output") ?? .null)
    case "failed":
      self = .failed(try row.jsonIfAny("failure").map(StepFailure.init(json:)) ?? .stepFailed("?"))
    case "cancelled": self = .cancelled
    case let other: throw PersistenceError.unexpectedColumn("state", expected: "a step's state, not \(other)")
    }
  }
}
