import Core
import Foundation

/// What a loop asks the journal for: how far it was when the machine was made, and what came out in the end.
extension RunMachine {
  mutating func recalled(_ recollection: Recollection, at now: Date) {
    guard phase == .going else { return }
    journal.add(recollection.records)
    switch recollection {
    case .loop(let path, let begun, let open, let pages):
      guard loops[path]?.isAsking ?? false else { return }
      loops[path]?.resume(begun: begun, open: open)
      if let first = pages.first, let number = first.pageNumber {
        loops[path]?.skip(toPage: number, at: first.firstPlace ?? 0)
      }
      work.append(.fill(path: path))
    case .rounds(let path, let count, _):
      loops[path]?.recall(count)
      work.append(.fill(path: path))
    }
  }

  /// Asks for the rows of rounds that an earlier machine began, some at a time.
  mutating func recallRounds(_ path: String, _ loop: ForEachStep) {
    guard let places = loops[path]?.wanted, !places.isEmpty else { return }
    loops[path]?.ask()
    let paths = places.flatMap { place -> [String] in
      ["\(path)[\(place)]"] + loop.steps.paths(below: "\(path)[\(place)]")
    }
    orders.append(.recall(.rounds(loop: path, count: places.count, paths: paths)))
  }

  /// Has the output put together: it is more than the machine has kept.
  mutating func collect(_ path: String) {
    guard let state = loops[path], !state.isCollecting else { return }
    loops[path]?.collect()
    orders.append(.collect(path: path, count: state.count))
  }

  mutating func collected(_ path: String, _ result: Result<LoopOutput, StepFailure>, at now: Date) {
    guard phase == .going, let state = loops[path], state.isCollecting else { return }
    switch result {
    case .success(let output) where !state.isWinding:
      noteCounts(path, done: state.done, failed: output.failed)
      complete(path, output.value, at: now)
    case .failure(let failure) where !state.isWinding && failure != .cancelled: fail(path, failure, at: now)
    case .success, .failure: conclude(path, .cancelled, at: now)
    }
  }
}
