import Core
import Foundation

extension RunMachine {
  /// Gives up what is inside of `path`: nothing new is begun there, what waits is cancelled, what is in flight comes to
  /// its end, or is abandoned. The last parts of `try` steps are done all the same.
  /// - Parameters:
  ///   - path: of a step that holds others; empty for the whole run.
  ///   - gently: lets attempts in flight finish.
  mutating func wind(_ path: String, gently: Bool, at now: Date) {
    let shelters = blocks.filter { $0.value.role == .final && Self.stands($0.key, in: path) }.keys.map { "\($0)." }
    func isGivenUp(_ inner: String) -> Bool {
      (inner == path || Self.stands(inner, in: path)) && !shelters.contains { inner.hasPrefix($0) }
    }
    for key in blocks.keys where isGivenUp(key) && blocks[key]?.role != .final { blocks[key]?.isWinding = true }
    for key in loops.keys.sorted() where isGivenUp(key) {
      loops[key]?.isWinding = true
      if loops[key]?.isCollecting ?? false, !gently { orders.append(.abandon(path: key)) }
      // What an earlier machine began in it and nobody took up yet.
      work.append(.fill(path: key))
    }
    for inner in active.keys.sorted() where inner != path && isGivenUp(inner) {
      guard let step = active[inner] else { continue }
      if step.isIdle {
        conclude(inner, .cancelled, at: now)
      } else if step.phase == .performing, !gently, !step.isAbandoned {
        active[inner]?.isAbandoned = true
        orders.append(.abandon(path: inner))
      }
    }
  }

  /// Lets a step that holds others fail as soon as what is inside of it has come to rest.
  mutating func giveUp(_ path: String, _ ending: StepEnding, gently: Bool, at now: Date) {
    guard var step = active[path], step.ending == nil else { return }
    step.ending = ending
    if var record = step.record, !record.state.isFinal {
      record.memo = ending.memo
      step.record = record
      change(record)
    }
    active[path] = step
    wind(path, gently: gently, at: now)
  }

  static func stands(_ inner: String, in outer: String) -> Bool {
    outer.isEmpty || inner.hasPrefix("\(outer).") || inner.hasPrefix("\(outer)[")
  }
}
