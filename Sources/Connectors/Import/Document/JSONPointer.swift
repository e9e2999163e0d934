import Core
import Foundation

/// A place in a JSON document (RFC 6901), as messages and `$ref` write it: `#/paths/~1users/get`.
struct JSONPointer: Hashable, Sendable, CustomStringConvertible {
  var steps: [String] = []

  init() {}

  /// - Returns: `nil` when `text` isn't `#` or begins with `#/`.
  init?(fragment text: String) {
    guard text == "#" || text.hasPrefix("#/") else { return nil }
    steps = text.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map { step in
      (step.removingPercentEncoding ?? String(step)).replacing("~1", with: "/").replacing("~0", with: "~")
    }
  }

  /// The place of a member or element.
  subscript(step: String) -> JSONPointer {
    var pointer = self
    pointer.steps.append(step)
    return pointer
  }

  subscript(index: Int) -> JSONPointer { self[String(index)] }

  var description: String {
    "#" + steps.map { "/" + $0.replacing("~", with: "~0").replacing("/", with: "~1") }.joined()
  }

  func value(in root: JSONValue) -> JSONValue? {
    var value = root
    for step in steps {
      switch value {
      case .object(let object):
        guard let member = object[step] else { return nil }
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
