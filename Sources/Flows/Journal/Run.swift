package import Core
package import Foundation
package import Identity

/// One execution of one version of a flow.
package struct Run: Sendable, Hashable {
  package let id: RunID
  package let flow: FlowID
  package let version: Int
  package let team: TeamID
  package let state: RunState
  /// ``FlowTrigger/kindName`` of what started it.
  package let triggerKind: String
  /// Who started it by hand.
  package let startedBy: PersonID?
  package let createdAt: Date
  /// When a worker took it first.
  package let startedAt: Date?
  /// Grows with everything that happens in it; the position for ``Runs/changes(of:after:)``.
  package let revision: Int64
  /// Whether somebody asked for its end.
  package let isCancelRequested: Bool
  /// The run and step that started it, when it is a sub-flow's.
  package let parent: RunParent?
  /// The run that it repeats, in whole or in part.
  package let rerunOf: RunID?
  /// What people call it among others of its flow.
  package let label: String?
  /// What its flow's limits let it wait for, while it is queued; ``RunHold/debounce`` of one that is cancelled says that
  /// a later call counted in its place.
  package let hold: RunHold?
}

/// How far a run is.
package enum RunState: Sendable, Hashable {
  case queued
  case running
  /// Nothing is in flight; it goes on at this time.
  case waiting(until: Date)
  /// Somebody paused it; it goes on when somebody resumes it.
  case paused(since: Date)
  case succeeded(at: Date, output: JSONValue)
  /// The step that failed first, and why.
  case failed(at: Date, path: String, StepFailure)
  case cancelled(at: Date)
}

extension RunState {
  /// The word for it in tables and on the wire.
  package var name: String {
    switch self {
    case .queued: "queued"
    case .running: "running"
    case .waiting: "waiting"
    case .paused: "paused"
    case .succeeded: "succeeded"
    case .failed: "failed"
    case .cancelled: "cancelled"
    }
  }

  package var endedAt: Date? {
    switch self {
    case .queued, .running, .waiting, .paused: nil
    case .succeeded(let at, _), .failed(let at, _, _), .cancelled(let at): at
    }
  }
}
