import Core

/// A step that does several lists of steps at the same time.
///
/// Its output is an object with the output of each branch under the branch's id. What a branch sets and puts out is
/// seen in it alone.
package struct ParallelStep: Sendable, Hashable {
  /// One of the lists.
  package struct Branch: Sendable, Hashable {
    /// As unique as the id of a step.
    package let id: String
    package let steps: [FlowStep]
  }

  package let branches: [Branch]
  /// How many branches are in hand at once, from 1.
  package let concurrency: Int
}

extension FlowReader {
  mutating func readParallel(_ object: JSONObject, id: String, depth: Int) -> ParallelStep {
    let entries = object["parallel"]?.arrayValue ?? []
    if entries.isEmpty {
      report(id, "parallel", "There is no branch.", "Write a list; each entry has \"id\" and \"steps\".")
    }
    let branches = entries.enumerated().map { index, value in
      let branch = value.objectValue ?? [:]
      let place = "parallel[\(index)]"
      refuseUnknown(in: branch, known: ["id", "steps"], step: id, prefix: "\(place).")
      return ParallelStep.Branch(
        id: readID(branch, place: place, owner: id),
        steps: readSteps(branch["steps"], place: "\(place).steps", owner: id, depth: depth + 1))
    }
    return ParallelStep(
      branches: branches,
      concurrency: number("concurrency", of: object, in: 1...100, step: id) ?? max(1, branches.count))
  }
}
