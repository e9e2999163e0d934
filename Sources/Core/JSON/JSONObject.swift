internal import OrderedCollections

/// A JSON object that keeps its members in the order in which they were written.
///
/// Order is kept because some clients of the MediaValet API read answers by position, and because people read them;
/// two objects with the same members in another order are equal (RFC 8259, section 4).
package struct JSONObject: Sendable {
  private var members: OrderedDictionary<String, JSONValue>

  package init() {
    members = [:]
  }

  /// The later of two members with one name wins.
  package init(_ pairs: some Sequence<(String, JSONValue)>) {
    members = OrderedDictionary(pairs.map { ($0.0, $0.1) }, uniquingKeysWith: { _, later in later })
  }

  package var isEmpty: Bool { members.isEmpty }
  package var count: Int { members.count }
  package var keys: [String] { Array(members.keys) }
  package var values: [JSONValue] { Array(members.values) }

  /// A member; setting `nil` takes it away.
  package subscript(name: String) -> JSONValue? {
    get { members[name] }
    set { members[name] = newValue }
  }

  /// A member whose name equals `name` but for the case of letters, as ASP.NET servers read bodies.
  package func member(ignoringCaseOf name: String) -> JSONValue? {
    if let exact = members[name] { return exact }
    let wanted = name.lowercased()
    return members.first { $0.key.lowercased() == wanted }?.value
  }

  /// Every member of `other`, on top of what is here.
  package func merging(_ other: JSONObject) -> JSONObject {
    var merged = self
    for (name, value) in other { merged[name] = value }
    return merged
  }

  package func mapValues(_ transform: (JSONValue) throws -> JSONValue) rethrows -> JSONObject {
    var mapped = self
    mapped.members = try members.mapValues(transform)
    return mapped
  }
}

extension JSONObject: Sequence {
  package func makeIterator() -> AnyIterator<(String, JSONValue)> {
    var iterator = members.makeIterator()
    return AnyIterator { iterator.next().map { ($0.key, $0.value) } }
  }
}

extension JSONObject: Hashable {
  package static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.count == right.count && left.members.allSatisfy { right.members[$0.key] == $0.value }
  }

  package func hash(into hasher: inout Hasher) {
    var sum = 0
    for (name, value) in members {
      var member = Hasher()
      member.combine(name)
      member.combine(value)
      sum ^= member.finalize()
    }
    hasher.combine(sum)
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self.init(elements)
  }
}
