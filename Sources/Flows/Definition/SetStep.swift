/// A step that sets variables.
///
/// Variables set inside of a loop belong to that item alone: items are done at the same time, and in any order.
package struct SetStep: Sendable, Hashable {
  /// An object; each member becomes `.vars.<name>`.
  package let values: ValueTemplate
}
