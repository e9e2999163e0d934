import Core
package import Foundation

extension RunMachine {
  /// When nothing is in flight and everything waits: the first time at which something happens by itself.
  package var restsUntil: Date? {
    // An answer that is outstanding is asked for anew by the next machine, at once.
    if loops.values.contains(where: { $0.isAsking || $0.isCollecting }) { return nil }
    var earliest = deadline
    func note(_ date: Date?) {
      if let date { earliest = min(earliest ?? date, date) }
    }
    for step in active.values {
      switch step.phase {
      case .evaluating, .performing: return nil
      case .resting(let until), .waiting(let until): note(until)
      case .inside: break
      }
      note(step.deadline)
    }
    return !work.isEmpty || active.isEmpty ? nil : earliest
  }

  mutating func timerFired(_ path: String, at now: Date) {
    guard phase == .going, !isHeld else { return }
    if path.isEmpty { return deadlinePassed(at: now) }
    guard let step = active[path] else { return }
    if let deadline = step.deadline, now >= deadline { return expire(path, at: now) }
    switch step.phase {
    case .resting: again(path, at: now)
    case .waiting(let until) where now < until: orders.append(.wake(path: path, at: until))
    case .waiting: waitIsOver(path, at: now)
    case .evaluating, .performing, .inside:
      if let deadline = step.deadline { orders.append(.wake(path: path, at: deadline)) }
    }
  }

  /// Gives a step that holds others its time, once it has begun.
  mutating func setDeadline(_ path: String) {
    guard let timeout = active[path]?.step?.timeout, let record = active[path]?.record, !record.state.isFinal else {
      return
    }
    let deadline = record.startedAt.addingTimeInterval(Double(timeout.milliseconds) / 1000)
    active[path]?.deadline = deadline
    orders.append(.wake(path: path, at: deadline))
  }

  private mutating func expire(_ path: String, at now: Date) {
    active[path]?.deadline = nil
    // The last part of a "try" has as long as it needs.
    guard let timeout = active[path]?.step?.timeout, blocks[path]?.role != .final else { return }
    giveUp(path, StepEnding(origin: path, failure: .timedOut(after: timeout)), gently: false, at: now)
  }

  private mutating func deadlinePassed(at now: Date) {
    guard let deadline else { return }
    if now < deadline { return orders.append(.wake(path: "", at: deadline)) }
    stop(.deadline(.deadlinePassed(definition.deadline ?? .zero)), at: now)
  }
}
