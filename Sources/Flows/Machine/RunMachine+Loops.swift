import Core
import Foundation

extension RunMachine {
  mutating func enterLoop(_ path: String, items: [JSONValue]) {
    active[path]?.phase = .inside
    loops[path] = LoopState(items: items, results: Array(repeating: .null, count: items.count))
    work.append(.fill(loop: path))
  }

  /// Begins rounds up to the loop's limit, in order; ends the loop when all are done.
  mutating func fill(_ path: String, at now: Date) {
    guard let step = active[path]?.step, case .forEach(let definition) = step.kind else { return }
    while let round = loops[path]?.takeNext(limit: definition.concurrency) {
      beginRound(path, definition, round.index, item: round.item, at: now)
    }
    if let results = loops[path]?.completeResults { complete(path, .array(results), at: now) }
  }

  private mutating func beginRound(
    _ loop: String, _ definition: ForEachStep, _ index: Int, item: JSONValue, at now: Date
  ) {
    let path = "\(loop)[\(index)]"
    let known = journal.removeValue(forKey: path)
    if case .succeeded(let output)? = known?.state {
      loops[loop]?.results[index] = output
      loops[loop]?.done += 1
      return
    }
    var scope = scopeKey(of: loop).flatMap { scopes[$0] } ?? Scope(vars: [:], outputs: [:])
    scope.item = item
    scope.index = JSONValue(index)
    if let name = definition.itemName { scope.vars[name] = item }
    scopes[path] = scope
    blocks[path] = StepBlock(steps: definition.steps, scope: path)
    loops[loop]?.inHand += 1
    active[path] = ActiveStep(step: nil, owner: loop, index: index, phase: .inside, record: known)
    if known == nil {
      record(path, StepRecord(path: path, stepID: "", kind: "item", input: item, startedAt: now))
    }
    work.append(.advance(block: path))
  }

  func loopStep(of round: ActiveStep) -> ForEachStep? {
    guard case .forEach(let loop)? = active[round.owner]?.step?.kind else { return nil }
    return loop
  }

  /// Goes into the branch with that number; one past the last is `else`.
  mutating func enterBranch(_ path: String, _ choice: IfStep, _ taken: Int) {
    guard let scope = scopeKey(of: path) else { return }
    let steps = taken < choice.branches.count ? choice.branches[taken].steps : choice.otherwise
    active[path]?.phase = .inside
    blocks[path] = StepBlock(steps: steps, scope: scope)
    work.append(.advance(block: path))
  }
}
