import Core
import Foundation

/// `forEach`.
extension RunMachine {
  mutating func beginLoop(
    _ path: String, _ step: FlowStep, _ loop: ForEachStep, _ value: JSONValue, at now: Date
  ) {
    if case .list = loop.source, value.arrayValue == nil, value["$file"] == nil {
      return fail(path, .itemsAreNoList(value), at: now)
    }
    record(path, step, input: value, at: now)
    setDeadline(path)
    enterLoop(path, loop, value, isKnown: false)
  }

  /// - Parameters:
  ///   - input: the items, the handle of a file with items, or the input of the action that lists them.
  ///   - isKnown: whether an earlier machine may have begun some of its rounds.
  mutating func enterLoop(_ path: String, _ loop: ForEachStep, _ input: JSONValue, isKnown: Bool) {
    active[path]?.phase = .inside
    if case .list = loop.source, case .array(let items) = input {
      loops[path] = LoopState(items: items)
    } else {
      loops[path] = .ofPages
    }
    if isWinding(path) || active[path]?.ending != nil { loops[path]?.isWinding = true }
    guard isKnown else { return work.append(.fill(path: path)) }
    loops[path]?.ask()
    orders.append(.recall(.loop(path: path)))
  }

  /// Begins rounds, or branches, up to the limit, in order; ends the step when all are done.
  mutating func fill(_ path: String, at now: Date) {
    switch active[path]?.step?.kind {
    case .forEach(let loop)?: fillLoop(path, loop, at: now)
    case .parallel(let parallel)?: fillParallel(path, parallel, at: now)
    default: return
    }
  }

  private mutating func fillLoop(_ path: String, _ loop: ForEachStep, at now: Date) {
    while let index = loops[path]?.takeAgain(limit: loop.concurrency) {
      beginRound(path, loop, index, item: nil, at: now)
    }
    while true {
      while let round = loops[path]?.takeNext(limit: loop.concurrency) {
        beginRound(path, loop, round.index, item: round.item, at: now)
      }
      guard loops[path]?.wantsPage(limit: loop.concurrency) ?? false else { break }
      guard beginPage(path, at: now) else { break }
    }
    recallRounds(path, loop)
    guard let state = loops[path] else { return }
    if let results = state.completeResults {
      noteCounts(path, done: state.done, failed: state.failed)
      complete(path, .array(results), at: now)
    } else if state.isDone, !state.isWinding {
      collect(path)
    } else if state.isWinding, state.isAtRest {
      for page in journal.takeOpenPages(of: path) { close(page, as: .cancelled, at: now) }
      conclude(path, .cancelled, at: now)
    }
  }

  mutating func noteCounts(_ path: String, done: Int, failed: Int) {
    guard failed > 0 else { return }
    active[path]?.record?.memo = ["items": JSONValue(done), "failed": JSONValue(failed)]
  }

  /// - Parameter item: `nil` for a round that an earlier machine began: its row has the item.
  private mutating func beginRound(
    _ loop: String, _ definition: ForEachStep, _ index: Int, item: JSONValue?, at now: Date
  ) {
    let path = "\(loop)[\(index)]"
    let known = journal.take(path)
    loops[loop]?.begin()
    active[path] = ActiveStep(role: .round(index), owner: loop, phase: .inside, record: known)
    switch known?.state {
    case .succeeded(let output)?: return conclude(path, .succeeded(output), at: now)
    case .failed(let failure)?:
      let origin = failure.details["path"]?.stringValue ?? path
      return conclude(path, .failed(origin: origin, journal.failure(at: origin) ?? failure), at: now)
    case .running?, .waiting?: break
    case .cancelled?, nil:
      record(path, StepRecord(path: path, stepID: "", kind: "item", input: item ?? .null, startedAt: now))
    }
    var scope = scopeKey(of: loop).flatMap { scopes[$0] } ?? Scope(vars: [:], outputs: [:])
    let item = known?.input ?? item ?? .null
    scope.item = item
    scope.index = JSONValue(index)
    if let name = definition.itemName { scope.vars[name] = item }
    scopes[path] = scope
    enter(path, StepBlock(.round, definition.steps, scope: path, isWinding: loops[loop]?.isWinding ?? false))
  }

  /// The steps of a round have ended; what it adds to the output may still have to be evaluated.
  mutating func endRound(_ path: String, _ result: StepResult, at now: Date) {
    guard case .succeeded = result, let owner = active[path]?.owner,
      case .forEach(let loop)? = active[owner]?.step?.kind, let output = loop.output
    else { return conclude(path, result, at: now) }
    evaluate(path, output, in: path, branch: 0)
  }

  /// A round, or a branch, is over.
  mutating func roundEnded(_ index: Int, of owner: String, _ result: StepResult, at now: Date) {
    let isWinding = loops[owner]?.isWinding ?? true
    switch result {
    case .succeeded(let output): loops[owner]?.finish(index, output)
    case .failed(let origin, let failure) where !isWinding:
      if case .forEach(let loop)? = active[owner]?.step?.kind, loop.goesOnAfterFailedItems {
        loops[owner]?.finish(index, ["error": failure.value(origin: origin)], isFailure: true)
      } else {
        loops[owner]?.giveUp()
        return giveUp(owner, StepEnding(origin: origin, failure: failure), gently: true, at: now)
      }
    case .failed, .cancelled: loops[owner]?.giveUp()
    }
    work.append(.fill(path: owner))
  }
}
