/// Several actions of one connector, one after another, as one action: an upload that takes five calls is one step of a
/// flow.
///
/// What each gave is kept before the next begins, so that a later try goes on where this one stopped. Templates know it as
/// `${steps.NAME.…}`.
package struct SequenceDefinition: Sendable, Hashable {
  /// In order.
  package let steps: [Step]

  /// One action of the sequence.
  package struct Step: Sendable, Hashable {
    package let name: String
    package let action: String
    package let input: JSONTemplate
    /// The action is asked again until this holds of what it gives.
    package var until: ResponseCheck?
    /// When this holds of what it gives, the service says that it went wrong.
    package var failure: ResponseCheck?
    /// The pause between two questions.
    package var every: Duration = .seconds(2)
    /// How long it is asked; after that a later try of the whole goes on asking.
    package var longest: Duration = .seconds(600)
  }
}
