package import Core

/// A document that no connector can be made of, with the place of everything that is wrong.
package struct ImportError: CodedError, Equatable {
  /// The document's name as the importer was given it.
  package let file: String
  /// Never empty.
  package let issues: [Issue]

  /// One thing that is wrong.
  package struct Issue: Sendable, Hashable {
    /// A line and column (`line 12, column 3`) or a JSON Pointer (RFC 6901) with `#` before it.
    package let place: String
    /// What is wrong, as a sentence without its full stop.
    package let problem: String

    package init(place: String, problem: String) {
      self.place = place
      self.problem = problem
    }
  }

  package init(file: String, issues: [Issue]) {
    self.file = file
    self.issues = issues
  }

  package var code: String { "import_refused" }
  package var category: ErrorCategory { .invalid }
  package var message: String {
    issues.prefix(20).map { "\(file): \($0.place): \($0.problem)." }.joined(separator: "\n")
      + (issues.count > 20 ? "\n… and \(issues.count - 20) more." : "")
  }
  package var advice: String? { "Correct the document at these places, then import it again. Nothing was kept." }
  package var details: JSONObject {
    [
      "file": .string(file),
      "issues": .array(issues.prefix(200).map { ["place": .string($0.place), "problem": .string($0.problem)] }),
    ]
  }
}

/// Something that the importer left out or decided by itself, so that a person can look at it.
package struct ImportNote: Sendable, Hashable {
  /// A JSON Pointer with `#` before it.
  package let place: String
  package let text: String

  /// As the API answers it.
  package var json: JSONValue { ["place": .string(place), "text": .string(text)] }
}
