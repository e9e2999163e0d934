import Core
import Foundation

extension RunMachine {
  /// Begins a list of steps.
  mutating func enter(_ key: String, _ block: StepBlock) {
    active[key]?.phase = .inside
    blocks[key] = block
    work.append(.advance(block: key))
  }

  /// Begins the next step of a list, or ends the list.
  mutating func advance(_ key: String, at now: Date) {
    guard let block = blocks[key] else { return }
    guard block.position < block.steps.count else { return endBlock(key, .succeeded(block.last), at: now) }
    let step = block.steps[block.position]
    let path = key.isEmpty ? step.id : "\(key).\(step.id)"
    if let record = journal.take(path) {
      active[path] = ActiveStep(role: .step(step), owner: key, phase: .evaluating(branch: 0), record: record)
      resume(path, step, from: record, at: now)
    } else if block.isWinding {
      endBlock(key, .cancelled, at: now)
    } else {
      active[path] = ActiveStep(role: .step(step), owner: key, phase: .evaluating(branch: 0))
      evaluate(path, step.firstTemplate, in: block.scope, branch: 0)
    }
  }

  /// Hands the result of a list to the step that holds it.
  mutating func endBlock(_ key: String, _ result: StepResult, at now: Date) {
    guard let block = blocks.removeValue(forKey: key) else { return }
    switch block.role {
    case .root: finish(result, at: now)
    case .way, .branch: conclude(key, result, at: now)
    case .round: endRound(key, result, at: now)
    case .attempt, .handler, .final: endPart(key, block, result, at: now)
    case .onError: endErrorSteps(key, result, at: now)
    }
  }

  /// Goes on after a step, or hands its failure outward.
  mutating func pass(
    _ result: StepResult, of step: FlowStep, at path: String, in owner: String, _ record: StepRecord?, at now: Date
  ) {
    guard let block = blocks[owner] else { return }
    switch result {
    case .succeeded(let output):
      scopes[block.scope]?.outputs[step.id] = output
      blocks[owner]?.last = output
      blocks[owner]?.position += 1
      work.append(.advance(block: owner))
    case .failed(let origin, let failure):
      let error = failure.value(origin: origin)
      switch step.onError {
      case .goOn: pass(.succeeded(["error": error]), of: step, at: path, in: owner, record, at: now)
      case .steps(let steps):
        assign(["error": error], in: block.scope)
        active[path] = ActiveStep(role: .step(step), owner: owner, phase: .inside, record: record)
        enter(path, StepBlock(.onError, steps, scope: block.scope, isWinding: block.isWinding))
      case .fail:
        let isLost = block.isWinding && !handlerHasBegun(in: owner, block)
        endBlock(owner, isLost ? .cancelled : result, at: now)
      }
    case .cancelled: endBlock(owner, .cancelled, at: now)
    }
  }

  /// Whether the journal knows that the failure of a `try` was taken up before the process ended.
  private func handlerHasBegun(in path: String, _ block: StepBlock) -> Bool {
    guard block.role == .attempt, case .attempt(let attempt)? = active[path]?.step?.kind,
      let first = attempt.handler?.first
    else { return false }
    return journal.knows("\(path).\(first.id)")
  }

  /// The steps that a failure led to have ended; the row of the step itself has told of the failure already.
  private mutating func endErrorSteps(_ key: String, _ result: StepResult, at now: Date) {
    guard let done = active.removeValue(forKey: key), let step = done.step else { return }
    switch result {
    case .succeeded: pass(result, of: step, at: key, in: done.owner, done.record, at: now)
    case .failed, .cancelled:
      let isWinding = blocks[done.owner]?.isWinding ?? false
      endBlock(done.owner, isWinding ? .cancelled : result, at: now)
    }
  }

  mutating func assign(_ values: JSONObject, in scope: String) {
    guard let vars = scopes[scope]?.vars else { return }
    scopes[scope]?.vars = vars.merging(values)
  }

  /// The scope that the expressions of a step see.
  func scopeKey(of path: String) -> String? {
    active[path].flatMap { blocks[$0.owner]?.scope }
  }

  /// Whether nothing new is to be begun around something.
  func isWinding(_ path: String) -> Bool {
    // What is over is only gone through again, to the end that it had.
    guard let owner = active[path]?.owner, active[path]?.record?.state.isFinal != true else { return false }
    if case .step? = active[path]?.role { return blocks[owner]?.isWinding ?? false }
    return loops[owner]?.isWinding ?? false
  }
}
