package import Core

/// A way into a JSON value: names and positions with dots between, as `payload.assets` or `errors.0`.
///
/// A name is first taken exactly, then regardless of case, because some services answer in both.
package struct JSONPath: Sendable, Hashable, CustomStringConvertible {
  package let steps: [String]

  package init(_ text: String) {
    steps = text.split(separator: ".").map(String.init)
  }

  package var description: String { steps.joined(separator: ".") }

  /// The value there.
  /// - Returns: `nil` when the way ends before.
  package func value(in root: JSONValue) -> JSONValue? {
    var value = root
    for step in steps {
      switch value {
      case .object(let object):
        guard let member = object.member(ignoringCaseOf: step) else { return nil }
        value = member
      case .array(let elements):
        guard let index = Int(step), elements.indices.contains(index) else { return nil }
        value = elements[index]
      default: return nil
      }
    }
    return value
  }
}
