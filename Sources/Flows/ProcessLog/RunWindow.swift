/// What a page shows of a run: all of a short one; of a long one the beginning, what failed and what is under way.
package struct RunWindow: Sendable {
  package let run: Run
  /// In the order in which they began.
  package let entries: [StepEntry]
  /// How the items of each loop stand, by the loop's path; also of those that aren't among ``entries``.
  package let items: [String: ItemCount]

  package init(run: Run, entries: [StepEntry], items: [String: ItemCount]) {
    self.run = run
    self.entries = entries
    self.items = items
  }

  /// How many items of a loop stand how.
  package struct ItemCount: Sendable, Hashable {
    package var succeeded = 0
    package var failed = 0
    /// Running, waiting or given up.
    package var others = 0

    package init() {}

    package var all: Int { succeeded + failed + others }
    package var done: Int { succeeded + failed }
  }
}
