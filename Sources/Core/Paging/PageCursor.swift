/// Where the next page of a list begins: opaque to clients, a list of sort keys to us.
package struct PageCursor: Sendable, Hashable {
  /// The sort keys of the last item shown.
  package let keys: [JSONValue]

  package init(keys: [JSONValue]) {
    self.keys = keys
  }

  /// Reads a cursor that a client handed back.
  /// - Returns: `nil` when this server never gave out such a cursor.
  package init?(token: String) {
    guard let bytes = Base64URL.decode(token), case .array(let keys)? = try? JSONValue(parsing: bytes) else {
      return nil
    }
    self.keys = keys
  }

  /// The form in which clients carry it.
  package var token: String {
    Base64URL.encode(JSONValue.array(keys).serialized().utf8)
  }
}

/// One page of a list.
package struct Page<Item: Sendable>: Sendable {
  package let items: [Item]
  /// Where to go on; `nil` on the last page.
  package let next: PageCursor?

  package init(items: [Item], next: PageCursor?) {
    self.items = items
    self.next = next
  }
}
