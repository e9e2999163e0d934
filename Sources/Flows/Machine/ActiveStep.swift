import Core
import Foundation

/// Something that the machine has begun and not yet ended: a step, a round of a loop, a branch, a page of a lister.
struct ActiveStep: Sendable {
  /// What it is.
  enum Role: Sendable, Hashable {
    case step(FlowStep)
    /// One round of a loop, by its place.
    case round(Int)
    /// One branch of a parallel step, by its place.
    case branch(Int)
    /// One page of what a loop goes over, by its number.
    case page(Int)
  }

  enum Phase: Sendable, Hashable {
    /// A template is being filled; `branch` is the condition in question of an `if`.
    case evaluating(branch: Int)
    /// An attempt is in flight.
    case performing
    /// Waits for its next attempt.
    case resting(until: Date)
    /// Waits for a time, for something from outside, or for another run.
    case waiting(until: Date)
    /// What is inside of it is being done.
    case inside
  }

  let role: Role
  /// The list of steps it stands in; for what a loop or a parallel step holds, the path of that.
  let owner: String
  var phase: Phase
  /// Its row in the journal, once there is one.
  var record: StepRecord?
  /// When what is inside of it is given up.
  var deadline: Date?
  /// Set once it is known how it fails, while what is inside of it still comes to rest.
  var ending: StepEnding?
  /// Whether the attempt in flight is not wanted any more.
  var isAbandoned = false

  /// `nil` for what isn't a step of the flow.
  var step: FlowStep? {
    if case .step(let step) = role { step } else { nil }
  }

  /// Whether it goes on by itself without an attempt: nothing but time or a signal moves it on.
  var isIdle: Bool {
    switch phase {
    case .evaluating, .resting, .waiting: true
    case .performing, .inside: false
    }
  }
}

/// How a step that holds others is going to fail.
struct StepEnding: Sendable, Hashable {
  /// The path of the step that failed first.
  let origin: String
  let failure: StepFailure

  /// As the journal keeps it, so that a machine made later goes on giving up.
  var memo: JSONValue { ["ending": ["path": .string(origin), "failure": failure.json]] }

  init(origin: String, failure: StepFailure) {
    self.origin = origin
    self.failure = failure
  }

  /// - Returns: `nil` when the journal keeps no ending.
  init?(memo: JSONValue?) {
    guard let ending = memo?["ending"], let failure = ending["failure"] else { return nil }
    origin = ending["path"]?.stringValue ?? ""
    self.failure = StepFailure(json: failure)
  }
}
