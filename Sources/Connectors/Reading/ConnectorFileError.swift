package import Core

/// A connector file that can't be used, with everything that is wrong in it.
package struct ConnectorFileError: CodedError, Equatable {
  /// The file's name as the reader was given it.
  package let file: String
  /// Never empty; in the order of the file.
  package let issues: [DefinitionIssue]

  package init(file: String, issues: [DefinitionIssue]) {
    self.file = file
    self.issues = issues
  }

  package var code: String { "invalid_connector" }
  package var category: ErrorCategory { .invalid }
  package var message: String {
    issues.map { "\(file):\($0.line):\($0.column): \($0.field): \($0.problem)." }.joined(separator: "\n")
  }
  package var details: JSONObject {
    [
      "file": .string(file),
      "issues": .array(
        issues.map {
          [
            "line": JSONValue($0.line), "column": JSONValue($0.column), "field": .string($0.field),
            "action": JSONValue($0.action), "problem": .string($0.problem),
          ]
        }),
    ]
  }
}
