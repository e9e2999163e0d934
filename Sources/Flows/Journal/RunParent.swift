/// The step of a run that started another run.
package struct RunParent: Sendable, Hashable {
  package let run: RunID
  /// The step's path in it.
  package let path: String
  /// How many runs started one another down to the new one, from 1.
  package let depth: Int

  package init(run: RunID, path: String, depth: Int = 1) {
    self.run = run
    self.path = path
    self.depth = depth
  }
}
