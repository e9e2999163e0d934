package import Core

/// What an answer must be like, besides its status, to count as a success.
///
/// ```yaml
/// expect:
///   - {path: ok, equals: true, messages: [error]}
///   - {path: errors, empty: true, messages: [errors.0.message]}
/// ```
package struct ResponseCheck: Sendable, Hashable {
  /// Where to look in the answer.
  package let path: JSONPath
  package let condition: Condition
  /// Where the words for people are, best first; the connector's own places come after them.
  package let messages: [JSONPath]

  /// What must hold there.
  package enum Condition: Sendable, Hashable {
    /// One of these values stands there.
    case equals([JSONValue])
    /// None of these values stands there.
    case differs([JSONValue])
    /// Whether there is anything but null.
    case exists(Bool)
    /// Whether nothing is in it: missing, null, and empty text, lists and objects are empty.
    case empty(Bool)
  }

  /// Whether an answer is as it must be.
  package func holds(for answer: JSONValue) -> Bool {
    let value = path.value(in: answer)
    switch condition {
    case .equals(let values): return values.contains(value ?? .null)
    case .differs(let values): return !values.contains(value ?? .null)
    case .exists(let wanted): return ((value ?? .null) != .null) == wanted
    case .empty(let wanted): return Self.isEmpty(value) == wanted
    }
  }

  private static func isEmpty(_ value: JSONValue?) -> Bool {
    switch value {
    case nil, .null?: true
    case .string(let text)?: text.isEmpty
    case .array(let elements)?: elements.isEmpty
    case .object(let members)?: members.isEmpty
    default: false
    }
  }
}
