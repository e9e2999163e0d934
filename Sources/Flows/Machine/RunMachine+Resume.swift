import Core
import Foundation

extension RunMachine {
  /// Takes up a step where the journal says it stopped.
  mutating func resume(_ path: String, _ step: FlowStep, from record: StepRecord, at now: Date) {
    switch record.state {
    case .succeeded(let output):
      if goesInside(path, step, record, at: now) { return }
      if case .set = step.kind, case .object(let values) = output, let scope = scopeKey(of: path) {
        assign(values, in: scope)
      }
      complete(path, output, at: now)
    case .failed(let failure):
      guard failure.isOfInnerStep else { return fail(path, failure, at: now) }
      if goesInside(path, step, record, at: now) { return }
      let origin = failure.details["path"]?.stringValue ?? path
      conclude(path, .failed(origin: origin, journal.failure(at: origin) ?? failure), at: now)
    case .cancelled: conclude(path, .cancelled, at: now)
    case .waiting(let until): resumeWaiting(path, step, record, until: until, at: now)
    case .running: resumeRunning(path, step, record, at: now)
    }
  }

  /// Goes through the inner steps of a choice or a `try` again, though it is over: what they put out and set can be seen
  /// after it.
  /// - Returns: false for a step of another kind.
  private mutating func goesInside(_ path: String, _ step: FlowStep, _ record: StepRecord, at now: Date) -> Bool {
    let way = Int(record.input["branch"]?.intValue ?? 0)
    switch step.kind {
    case .conditional(let choice): enterWay(path, choice.steps(of: way))
    case .choice(let choice): enterWay(path, choice.steps(of: way))
    case .attempt(let attempt): enterTry(path, attempt)
    default: return false
    }
    return true
  }

  private mutating func resumeRunning(_ path: String, _ step: FlowStep, _ record: StepRecord, at now: Date) {
    active[path]?.ending = StepEnding(memo: record.memo)
    switch step.kind {
    case .conditional, .choice, .attempt:
      setDeadline(path)
      _ = goesInside(path, step, record, at: now)
      if active[path]?.ending != nil { blocks[path]?.isWinding = true }
    case .forEach(let loop):
      setDeadline(path)
      enterLoop(path, loop, record.input, isKnown: true)
    case .parallel(let parallel):
      setDeadline(path)
      enterParallel(path, parallel)
    case .action, .flow, .state: takeUpInterrupted(path, record, at: now)
    case .wait, .transform, .set, .batch, .split, .merge, .aggregate, .respond, .stop, .fail:
      // These end in the event in which they begin, so no journal can hold one; begun anew all the same.
      active[path]?.record = nil
      if let scope = scopeKey(of: path) { evaluate(path, step.firstTemplate, in: scope, branch: 0) }
    }
  }

  private mutating func resumeWaiting(
    _ path: String, _ step: FlowStep, _ record: StepRecord, until: Date, at now: Date
  ) {
    if isWinding(path) { return conclude(path, .cancelled, at: now) }
    switch step.kind {
    case .wait: putToSleep(path, record, until: until, at: now)
    case .flow where record.memo?["run"] != nil: putToSleep(path, record, until: until, at: now)
    default: rest(path, until: until)
    }
  }
}
