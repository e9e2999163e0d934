import Core
import Foundation

/// `try`.
extension RunMachine {
  mutating func beginTry(_ path: String, _ step: FlowStep, _ attempt: TryStep, at now: Date) {
    record(path, step, input: .null, at: now)
    setDeadline(path)
    enterTry(path, attempt)
  }

  mutating func enterTry(_ path: String, _ attempt: TryStep) {
    guard let scope = scopeKey(of: path) else { return }
    enter(path, StepBlock(.attempt, attempt.steps, scope: scope, isWinding: isWinding(path)))
  }

  /// One of the three parts has ended.
  mutating func endPart(_ path: String, _ part: StepBlock, _ result: StepResult, at now: Date) {
    guard case .attempt(let attempt)? = active[path]?.step?.kind else { return }
    switch (part.role, result) {
    case (.attempt, .failed(let origin, let failure)) where attempt.handler != nil:
      assign(["error": failure.value(origin: origin)], in: part.scope)
      enter(
        path, StepBlock(.handler, attempt.handler ?? [], scope: part.scope, isWinding: part.isWinding))
    case (.attempt, _), (.handler, _):
      guard !attempt.final.isEmpty else { return conclude(path, result, at: now) }
      enter(path, StepBlock(.final, attempt.final, scope: part.scope, kept: result))
    case (_, .succeeded): conclude(path, part.kept ?? result, at: now)
    default: conclude(path, result, at: now)
    }
  }
}
