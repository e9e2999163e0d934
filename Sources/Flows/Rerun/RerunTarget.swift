import Core
import Foundation

/// What a run is repeated from.
enum RerunTarget {
  case step(FlowStep)
  /// One round of a loop.
  case item

  /// The row with which it begins when somebody edited its input.
  /// - Throws: ``FlowError/cannotRerun(path:reason:)`` for a step that takes no input.
  func record(at path: String, input: JSONValue, _ now: Date) throws(FlowError) -> StepRecord {
    switch self {
    case .item: return StepRecord(path: path, stepID: "", kind: "item", input: input, startedAt: now)
    case .step(let step):
      switch step.kind {
      case .action, .flow, .state:
        // As a step that waits for its first attempt.
        return StepRecord(
          path: path, stepID: step.id, kind: step.kindName, state: .waiting(until: now), attempt: 0, input: input,
          startedAt: now)
      case .forEach:
        return StepRecord(path: path, stepID: step.id, kind: step.kindName, input: input, startedAt: now)
      default:
        throw .cannotRerun(path: path, reason: "a step of the kind \"\(step.kindName)\" takes no input of its own")
      }
    }
  }
}
