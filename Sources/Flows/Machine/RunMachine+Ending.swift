import Core
import Foundation

extension RunMachine {
  mutating func start(at now: Date) {
    guard phase == .new else { return }
    if let reason = stopReasonInJournal() {
      phase = .stopping(reason)
      return
    }
    phase = .going
    scopes[""] = Scope(vars: definition.variables, outputs: [:])
    blocks[""] = StepBlock(steps: definition.steps, scope: "")
    work.append(.advance(block: ""))
  }

  /// A run whose process ended while it was coming to its end goes on ending, and begins nothing.
  private func stopReasonInJournal() -> StopReason? {
    var first: (at: Date, reason: StopReason)?
    for record in journal.values {
      guard case .failed(let failure) = record.state, let endedAt = record.endedAt else { continue }
      if first.map({ endedAt < $0.at }) ?? true { first = (endedAt, .failure(path: record.path, failure)) }
    }
    if let first { return first.reason }
    return journal.values.contains { $0.state == .cancelled } ? .cancel : nil
  }

  /// Ends a step badly, and the run with it.
  mutating func fail(_ path: String, _ failure: StepFailure, at now: Date) {
    guard let step = active.removeValue(forKey: path) else { return }
    var record =
      step.record
      ?? StepRecord(
        path: path, stepID: step.step?.id ?? "", kind: step.step?.kindName ?? "item", input: .null, startedAt: now)
    record.state = .failed(failure)
    record.endedAt = now
    change(record)
    stop(.failure(path: path, failure), at: now)
  }

  /// Begins nothing more. After a failure what is in flight is let finish; a cancelled run gives it up.
  mutating func stop(_ reason: StopReason, at now: Date) {
    switch phase {
    case .new: phase = .stopping(reason)
    case .going:
      phase = .stopping(reason)
      settleIdle(at: now)
    case .stopping where reason == .cancel: break
    case .stopping, .ended: return
    }
    guard reason == .cancel else { return }
    for (path, step) in active.sorted(by: { $0.key < $1.key }) where step.phase == .performing {
      orders.append(.abandon(path: path))
    }
  }

  private mutating func settleIdle(at now: Date) {
    for (path, step) in active {
      switch step.phase {
      case .resting: cancel(path, at: now)
      case .evaluating where step.index == nil: cancel(path, at: now)
      case .evaluating: active[path]?.phase = .inside
      case .performing, .inside: continue
      }
    }
  }

  mutating func cancel(_ path: String, at now: Date) {
    guard let step = active.removeValue(forKey: path), let record = step.record, !record.state.isFinal else { return }
    close(record, as: .cancelled, at: now)
  }

  /// Ends a run that is stopping as soon as nothing is in flight.
  mutating func endIfStopped(at now: Date) {
    guard case .stopping(let reason) = phase, performing == 0 else { return }
    let open = (active.values.compactMap(\.record) + journal.values).filter { !$0.state.isFinal }
    for record in open.sorted(by: { $0.path < $1.path }) {
      if record.kind == "action", case .running = record.state { change(interruption(of: record, at: now)) }
      close(record, as: stateAtEnd(of: record, reason), at: now)
    }
    active = [:]
    journal = [:]
    switch reason {
    case .failure(let path, let failure): end(.failed(path: path, failure))
    case .cancel: end(.cancelled)
    }
  }

  private func stateAtEnd(of record: StepRecord, _ reason: StopReason) -> StepRecord.State {
    guard case .failure(let path, _) = reason else { return .cancelled }
    let isAround = path.hasPrefix(record.path + ".") || path.hasPrefix(record.path + "[")
    return isAround ? .failed(.stepFailed(path)) : .cancelled
  }

  private mutating func close(_ record: StepRecord, as state: StepRecord.State, at now: Date) {
    var record = record
    record.state = state
    record.endedAt = now
    change(record)
  }

  mutating func end(_ outcome: RunOutcome) {
    phase = .ended(outcome)
    orders.append(.end(outcome))
  }
}
