import Core
import Foundation

/// The right of one worker to advance one run.
///
/// The number grows with every claim; a commit under an older one is refused by the database, so that a worker that
/// slept through its lease can't write over the progress of the one that took over.
package struct Lease: Sendable, Hashable {
  package let run: RunID
  package let fencing: Int64
}

/// What one turn of a run adds to the journal, in one transaction.
struct RunCommit: Sendable {
  /// What becomes of the run itself.
  enum Ending: Sendable {
    /// It goes on in the same hands.
    case none
    case ended(RunOutcome, at: Date)
    /// Another worker, or this one later, may take it at that time.
    case handedBack(readyAt: Date, isWaiting: Bool, at: Date)
  }

  /// A step's row to make or to change.
  struct Row: Sendable {
    let record: StepRecord
    /// Whether it isn't in the journal yet; only then its input is written.
    let isNew: Bool
  }

  /// How far an action is, for the process log alone.
  struct Progress: Sendable, Hashable {
    let path: String
    let done: Int64
    let total: Int64?
  }

  /// What one attempt sent and got back over HTTP, for the process log alone.
  struct Exchanges: Sendable, Hashable {
    let path: String
    let attempt: Int
    /// Bounded and masked.
    let all: [JSONValue]
  }

  let lease: Lease
  /// Higher with every commit of the run.
  let revision: Int64
  var rows: [Row] = []
  var attempts: [AttemptRecord] = []
  var progress: [Progress] = []
  var exchanges: [Exchanges] = []
  /// The paths of the steps that took what had come for them.
  var signalsTaken: [String] = []
  /// For the webhook that started the run.
  var response: JSONValue?
  /// The step that hears of the end of the run.
  var parent: RunParent?
  var ending = Ending.none
  /// Whether rows may be left open that the machine never came to.
  var isSeeded = false
}

extension RunCommit {
  /// Whether the run is over with it.
  var isEnding: Bool {
    if case .ended = ending { true } else { false }
  }
}

/// The lease has gone to another worker; whoever sees this drops the run.
struct LeaseLost: Error {}
