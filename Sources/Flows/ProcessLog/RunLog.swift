/// What a run did, as a tree.
package struct RunLog: Sendable {
  package let run: Run
  /// In the order in which they began; inner ones after the ones they stand in.
  package let entries: [StepEntry]

  /// The entries directly inside of another, or at the top.
  package func children(of path: String?) -> [StepEntry] {
    entries.filter { $0.parentPath == path }
  }
}

/// Something has happened in a run.
package struct RunUpdate: Sendable {
  package let run: Run
  /// Those that changed since the last update.
  package let entries: [StepEntry]
}
