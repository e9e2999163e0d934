import Core
import Foundation

/// A step, or a round of a loop, that the machine has begun and not yet ended.
struct ActiveStep: Sendable {
  enum Phase: Sendable, Hashable {
    /// A template is being filled; `branch` is the condition in question of an `if`.
    case evaluating(branch: Int)
    /// An attempt of its action is in flight.
    case performing
    /// Waits for its next attempt.
    case resting(until: Date)
    /// Its inner steps are being done.
    case inside
  }

  /// `nil` for a round of a loop.
  let step: FlowStep?
  /// The list of steps it stands in; for a round of a loop, the loop's path.
  let owner: String
  /// The place in the loop, for a round.
  let index: Int?
  var phase: Phase
  /// Its row in the journal, once there is one.
  var record: StepRecord?
}

/// A list of steps that is being gone through.
struct StepBlock: Sendable {
  let steps: [FlowStep]
  /// The key of the scope its expressions see.
  let scope: String
  var position = 0
  /// The output of the last step that is done.
  var last: JSONValue = .null
}

/// What expressions see in one round of a loop, or outside of all.
struct Scope: Sendable {
  var vars: JSONObject
  var outputs: JSONObject
  var item: JSONValue = .null
  var index: JSONValue = .null
}

/// How far a loop is.
struct LoopState: Sendable {
  let items: [JSONValue]
  /// By place, so that the output has the order of the items.
  var results: [JSONValue]
  var next = 0
  var inHand = 0
  var done = 0

  /// The next item, when there is one and fewer than `limit` are in hand.
  mutating func takeNext(limit: Int) -> (index: Int, item: JSONValue)? {
    guard inHand < limit, next < items.count else { return nil }
    defer { next += 1 }
    return (next, items[next])
  }

  /// The output, once every item is done.
  var completeResults: [JSONValue]? { done == items.count ? results : nil }
}
