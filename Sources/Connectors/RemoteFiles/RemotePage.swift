package import Core

/// One page of what a folder holds.
package struct RemotePage: Sendable, Hashable {
  package let items: [RemoteItem]
  /// To be handed back for the next page; `nil` when this is the last.
  package let next: JSONValue?

  package init(items: [RemoteItem], next: JSONValue?) {
    self.items = items
    self.next = next
  }
}
