package import Core

/// A way into a JSON value: names and positions with dots between, as `payload.assets` or `errors.0`.
///
/// A name is first taken exactly, then regardless of case, because some services answer in both. A dot that belongs to a
/// name is written `\.`, as `@odata\.nextLink`; a dot alone is the whole value. A position may stand in brackets, as
/// `parents[0]`; a star is the first member, whatever its name, as `title.*` where texts stand by language.
package struct JSONPath: Sendable, Hashable, CustomStringConvertible {
  package let steps: [String]

  package init(_ text: String) {
    var steps: [String] = []
    var step = ""
    var isEscaped = false
    for character in text {
      if isEscaped {
        step.append(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "." {
        steps.append(step)
        step = ""
      } else {
        step.append(character)
      }
    }
    steps.append(step)
    self.steps = steps.filter { !$0.isEmpty }.flatMap(Self.positions)
  }

  /// `parents[0]` as its name and its position; a name without a position at its end stays as it is.
  private static func positions(_ step: String) -> [String] {
    guard step.hasSuffix("]"), let open = step.lastIndex(of: "["), open > step.startIndex,
      let index = Int(step[step.index(after: open)...].dropLast()), index >= 0
    else { return [step] }
    return positions(String(step[..<open])) + [String(index)]
  }

  /// A way whose names are taken as they are.
  package init(steps: [String]) {
    self.steps = steps
  }

  package var description: String {
    steps.map { $0.replacing("\\", with: "\\\\").replacing(".", with: "\\.") }.joined(separator: ".")
  }

  /// The value there.
  /// - Returns: `nil` when the way ends before.
  package func value(in root: JSONValue) -> JSONValue? {
    var value = root
    for step in steps {
      switch value {
      case .object(let object):
        if step == "*", object["*"] == nil {
          guard let first = object.values.first else { return nil }
          value = first
          continue
        }
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
