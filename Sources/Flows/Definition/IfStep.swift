/// A step that goes one of several ways.
///
/// Its output is that of the last step of the way it went, or null when there was none.
package struct IfStep: Sendable, Hashable {
  /// A condition and what to do when it holds.
  package struct Branch: Sendable, Hashable {
    /// Holds unless it comes out as `false` or `null`, as in jq.
    package let condition: ValueTemplate
    package let steps: [FlowStep]
  }

  /// The first one whose condition holds is taken.
  package let branches: [Branch]
  /// Taken when no condition holds; may be empty.
  package let otherwise: [FlowStep]
}
