package import Core

/// One page of a long list.
package struct ItemPage: Sendable, Hashable {
  package let items: [JSONValue]
  /// To be handed back for the next page; `nil` when there is none. It may be kept for as long as the service keeps its
  /// own cursors.
  package let next: JSONValue?
  /// How many items there are in all, where the service tells.
  package let total: Int64?

  package init(items: [JSONValue], next: JSONValue?, total: Int64? = nil) {
    self.items = items
    self.next = next
    self.total = total
  }
}
