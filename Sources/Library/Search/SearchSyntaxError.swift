package import Core

/// Why a search, filter, container or sort expression can't be understood, with the place.
package struct SearchSyntaxError: CodedError, Equatable {
  /// Which part of the request, as the API names it: `search`, `filters`, `containerFilter`, `sort`, `searchFields`,
  /// `offset` or `count`.
  package let parameter: String
  /// In Unicode scalars, counted from 1; one past the end when more was expected.
  package let column: Int
  /// What stands there, as a phrase: `")"` or `the end`.
  package let found: String
  /// What may stand there, as a phrase: `a value`.
  package let expected: String

  package init(parameter: String, column: Int, found: String, expected: String) {
    self.parameter = parameter
    self.column = column
    self.found = found
    self.expected = expected
  }

  package var code: String { "invalid_search" }
  package var category: ErrorCategory { .invalid }
  package var message: String {
    "The \(parameter) expression can't be understood at column \(column): \(expected) is expected, not \(found)."
  }
  package var details: JSONObject {
    [
      "parameter": .string(parameter), "column": JSONValue(column), "expected": .string(expected),
      "found": .string(found),
    ]
  }
}
