import Core
import Foundation

/// `parallel`: a loop over branches.
extension RunMachine {
  mutating func beginParallel(_ path: String, _ step: FlowStep, _ parallel: ParallelStep, at now: Date) {
    record(path, step, input: .null, at: now)
    setDeadline(path)
    enterParallel(path, parallel)
  }

  mutating func enterParallel(_ path: String, _ parallel: ParallelStep) {
    active[path]?.phase = .inside
    loops[path] = LoopState(items: parallel.branches.map { .string($0.id) }, room: .max)
    if isWinding(path) || active[path]?.ending != nil { loops[path]?.isWinding = true }
    work.append(.fill(path: path))
  }

  /// Begins branches up to the limit, in order; ends the step when all are done.
  mutating func fillParallel(_ path: String, _ parallel: ParallelStep, at now: Date) {
    while let next = loops[path]?.takeNext(limit: parallel.concurrency) {
      beginBranch(path, parallel.branches[next.index], next.index, at: now)
    }
    if loops[path]?.isWinding ?? false {
      // What an earlier machine began comes to its end all the same.
      for (index, branch) in parallel.branches.enumerated() where journal.knows("\(path).\(branch.id)") {
        beginBranch(path, branch, index, at: now)
      }
    }
    if let results = loops[path]?.completeResults {
      complete(path, .object(JSONObject(zip(parallel.branches.map(\.id), results))), at: now)
    } else if loops[path].map({ $0.isWinding && $0.isAtRest }) ?? false {
      conclude(path, .cancelled, at: now)
    }
  }

  private mutating func beginBranch(_ owner: String, _ branch: ParallelStep.Branch, _ index: Int, at now: Date) {
    let path = "\(owner).\(branch.id)"
    let known = journal.take(path)
    loops[owner]?.begin()
    active[path] = ActiveStep(role: .branch(index), owner: owner, phase: .inside, record: known)
    switch known?.state {
    case .succeeded(let output)?: return complete(path, output, at: now)
    case .failed(let failure)?:
      let origin = failure.details["path"]?.stringValue ?? path
      return conclude(path, .failed(origin: origin, journal.failure(at: origin) ?? failure), at: now)
    case .cancelled?: return conclude(path, .cancelled, at: now)
    case .running?, .waiting?: break
    case nil:
      record(path, StepRecord(path: path, stepID: branch.id, kind: "branch", input: .null, startedAt: now))
    }
    scopes[path] = scopeKey(of: owner).flatMap { scopes[$0] } ?? Scope(vars: [:], outputs: [:])
    enter(path, StepBlock(.branch, branch.steps, scope: path, isWinding: loops[owner]?.isWinding ?? false))
  }
}
