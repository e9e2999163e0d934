package import Core

/// From where in a flow a template is looked at, and on which run's data.
///
/// The flow may not be saved yet, so that the caller says what stands around and before the step.
package struct TrialScope: Sendable, Hashable {
  /// The run whose data is used; `nil` for none.
  package var run: RunID?
  /// The ids of the steps whose output can be seen from there.
  package var visible: [String]
  /// The loops around the step, the outermost first.
  package var loops: [Loop]
  /// What `.vars` holds when a run begins.
  package var variables: JSONObject
  /// What `.trigger` holds; `nil` takes what started the run.
  package var trigger: JSONValue?

  /// A loop around a step, and the round of it that is looked at.
  package struct Loop: Sendable, Hashable {
    package let step: String
    /// The variable that holds the item, when the author named one.
    package let itemName: String?
    /// From 0.
    package let index: Int

    package init(step: String, itemName: String?, index: Int) {
      self.step = step
      self.itemName = itemName
      self.index = index
    }
  }

  package init(
    run: RunID? = nil, visible: [String] = [], loops: [Loop] = [], variables: JSONObject = [:],
    trigger: JSONValue? = nil
  ) {
    self.run = run
    self.visible = visible
    self.loops = loops
    self.variables = variables
    self.trigger = trigger
  }
}
