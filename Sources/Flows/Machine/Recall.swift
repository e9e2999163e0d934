package import Core

/// A question about what an earlier machine did of a run. Nothing that it left behind is read before it is needed.
package enum Recall: Sendable, Hashable {
  /// How far a loop is.
  case loop(path: String)
  /// The rows at these paths.
  case rounds(loop: String, count: Int, paths: [String])
}

/// What the journal answers.
package enum Recollection: Sendable, Hashable {
  /// - begun: how many rounds of the loop were begun, from the first on.
  /// - open: the places of those that aren't ended, in order.
  /// - pages: from the one on that holds the first item that wasn't begun.
  case loop(path: String, begun: Int, open: [Int], pages: [StepRecord])
  case rounds(loop: String, count: Int, records: [StepRecord])

  /// The rows in it.
  package var records: [StepRecord] {
    switch self {
    case .loop(_, _, _, let pages): pages
    case .rounds(_, _, let records): records
    }
  }
}

/// What a loop came to.
package struct LoopOutput: Sendable, Hashable {
  /// A list in the order of the items, or the handle of a file with a line for each.
  package let value: JSONValue
  /// How many items failed.
  package let failed: Int

  package init(value: JSONValue, failed: Int) {
    self.value = value
    self.failed = failed
  }
}
