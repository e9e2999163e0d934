package import Core
package import Foundation

/// What the journal holds about one step of one run.
package struct StepRecord: Sendable, Hashable {
  /// How far a step is.
  package enum State: Sendable, Hashable {
    /// An attempt is in flight, or its inner steps are being done.
    case running
    /// Nothing happens before this time.
    case waiting(until: Date)
    case succeeded(output: JSONValue)
    case failed(StepFailure)
    case cancelled
  }

  /// Unique in the run: `list`, `each[3].upload`.
  package let path: String
  /// The step's id in the definition, or the branch's; empty for the rounds and pages of a loop.
  package let stepID: String
  /// ``FlowStep/kindName``; `item` for one round of a loop, `page` for a page of its items, `branch` for one of a parallel
  /// step.
  package let kind: String
  package var state: State
  /// How many times it was begun, from 1.
  package var attempt: Int
  /// How many of these attempts failed; the others were cut off by the end of a process.
  package var failures: Int
  /// What it was called with, evaluated once and kept for every attempt; a loop's items; a choice's way.
  package var input: JSONValue
  /// What the machine keeps of it beside that: how a loop is going to fail, which run it waits for, how many items failed.
  package var memo: JSONValue?
  package var startedAt: Date
  /// When the attempt in hand began.
  package var attemptStartedAt: Date
  package var endedAt: Date?

  package init(
    path: String, stepID: String, kind: String, state: State = .running, attempt: Int = 1, failures: Int = 0,
    input: JSONValue, memo: JSONValue? = nil, startedAt: Date, attemptStartedAt: Date? = nil, endedAt: Date? = nil
  ) {
    self.path = path
    self.stepID = stepID
    self.kind = kind
    self.state = state
    self.attempt = attempt
    self.failures = failures
    self.input = input
    self.memo = memo
    self.startedAt = startedAt
    self.attemptStartedAt = attemptStartedAt ?? startedAt
    self.endedAt = endedAt
  }
}

extension StepRecord.State {
  /// The word for it in tables and on the wire.
  package var name: String {
    switch self {
    case .running: "running"
    case .waiting: "waiting"
    case .succeeded: "succeeded"
    case .failed: "failed"
    case .cancelled: "cancelled"
    }
  }

  /// Whether nothing more can happen to it.
  package var isFinal: Bool {
    switch self {
    case .running, .waiting: false
    case .succeeded, .failed, .cancelled: true
    }
  }
}
