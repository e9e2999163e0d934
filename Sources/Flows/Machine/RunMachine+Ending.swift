import Core
import Foundation

extension RunMachine {
  mutating func start(at now: Date) {
    guard phase == .new else { return }
    phase = .going
    scopes[""] = Scope(vars: definition.variables, outputs: [:])
    blocks[""] = StepBlock(.root, definition.steps, scope: "")
    if let output = journal.stopOutput { stopReason = .stopped(output: output) }
    if stopReason != nil { blocks[""]?.isWinding = true }
    if let deadline { orders.append(.wake(path: "", at: deadline)) }
    work.append(.advance(block: ""))
  }

  /// Gives up everything but what is in flight and what must be done at the end.
  mutating func stop(_ reason: StopReason, at now: Date) {
    guard outcome == nil, stopReason == nil else { return }
    stopReason = reason
    if phase == .going { wind("", gently: false, at: now) }
  }

  /// Ends the run, once its own list of steps has ended.
  mutating func finish(_ result: StepResult, at now: Date) {
    // A run that repeats another may know of steps that its version doesn't have any more.
    for record in journal.takeOpen() { close(record, as: .cancelled, at: now) }
    switch (stopReason, result) {
    case (.cancel?, _), (nil, .cancelled): end(.cancelled)
    case (.deadline(let failure)?, _): end(.failed(path: "", failure))
    case (.stopped(let output)?, _): end(.succeeded(output: output))
    case (nil, .succeeded(let output)): end(.succeeded(output: output))
    case (nil, .failed(let origin, let failure)): end(.failed(path: origin, failure))
    }
  }

  private mutating func end(_ outcome: RunOutcome) {
    phase = .ended(outcome)
    work = []
    orders.append(.end(outcome))
  }

  /// Ends a step badly, for a reason of its own.
  mutating func fail(_ path: String, _ failure: StepFailure, at now: Date) {
    conclude(path, .failed(origin: path, failure), at: now)
  }

  /// Ends a step well.
  mutating func complete(_ path: String, _ output: JSONValue, at now: Date) {
    conclude(path, .succeeded(output), at: now)
  }

  /// Ends a step, a round, a branch or a page, and hands the result to what it stands in.
  mutating func conclude(_ path: String, _ result: StepResult, at now: Date) {
    guard let done = active.removeValue(forKey: path) else { return }
    var result = result
    if let ending = done.ending { result = .failed(origin: ending.origin, ending.failure) }
    blocks[path] = nil
    loops[path] = nil
    let record = settle(path, done, result, at: now)
    switch done.role {
    case .step(let step): pass(result, of: step, at: path, in: done.owner, record, at: now)
    case .round(let index), .branch(let index):
      scopes[path] = nil
      roundEnded(index, of: done.owner, result, at: now)
    case .page: pageEnded(of: done.owner, result, at: now)
    }
  }

  /// Writes down how something ended.
  /// - Returns: its row; `nil` for what was given up before it had one.
  private mutating func settle(
    _ path: String, _ done: ActiveStep, _ result: StepResult, at now: Date
  ) -> StepRecord? {
    if let record = done.record, record.state.isFinal { return record }
    let state: StepRecord.State
    switch result {
    case .succeeded(let output): state = .succeeded(output: output)
    case .failed(let origin, let failure): state = .failed(origin == path ? failure : .stepFailed(origin))
    case .cancelled:
      guard done.record != nil else { return nil }
      state = .cancelled
    }
    let record =
      done.record ?? StepRecord(path: path, stepID: done.stepID, kind: done.kindName, input: .null, startedAt: now)
    return close(record, as: state, at: now)
  }

  @discardableResult
  mutating func close(_ record: StepRecord, as state: StepRecord.State, at now: Date) -> StepRecord {
    var record = record
    record.state = state
    record.endedAt = now
    change(record)
    return record
  }
}

extension ActiveStep {
  /// As in ``StepRecord/kind``.
  var kindName: String {
    switch role {
    case .step(let step): step.kindName
    case .round: "item"
    case .branch: "branch"
    case .page: "page"
    }
  }

  /// As in ``StepRecord/stepID``.
  var stepID: String { step?.id ?? "" }
}
