/// A step that does its inner steps once for every item of a list.
///
/// Its output is a list in the order of the items, whatever the order in which they were done.
package struct ForEachStep: Sendable, Hashable {
  /// Must come out as a list.
  package let items: ValueTemplate
  /// How many items are in hand at once, from 1.
  package let concurrency: Int
  /// The name under which `.vars` holds the item as well; useful in loops inside of loops.
  package let itemName: String?
  package let steps: [FlowStep]
  /// What one item adds to the output; the output of the last inner step when `nil`.
  package let output: ValueTemplate?
}
