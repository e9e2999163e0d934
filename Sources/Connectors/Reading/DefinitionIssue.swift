/// One thing that is wrong in a connector file, with its place.
package struct DefinitionIssue: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Counted from 1.
  package let line: Int
  /// Counted from 1.
  package let column: Int
  /// The field, as `actions.searchAssets.paging.size`.
  package let field: String
  /// What is wrong, as the end of a sentence that begins with the field.
  package let problem: String

  /// The action the field belongs to, if it belongs to one.
  package var action: String? {
    let steps = field.split(separator: ".")
    return steps.count > 1 && steps[0] == "actions" ? String(steps[1]) : nil
  }

  package var description: String { "line \(line), column \(column): \(field): \(problem)" }

  package static func < (left: Self, right: Self) -> Bool {
    (left.line, left.column, left.field) < (right.line, right.column, right.field)
  }
}
