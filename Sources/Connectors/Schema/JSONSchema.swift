package import Core

/// The part of JSON Schema (2020-12) that actions describe their inputs and outputs with.
///
/// Understood: `type` (a word or a list of words), `properties`, `required`, `additionalProperties` (true, false or a
/// schema), `items`, `enum`, `const`, `anyOf`, `minimum`, `maximum`, `minLength`, `maxLength`, `minItems`, `maxItems`,
/// `format` (`uuid`, `date`, `date-time`, `uri`, `file`), `default`. Carried along for people: `title`, `description`,
/// `examples`, `deprecated`, and everything that begins with `x-`. Anything else is refused when a connector is read.
/// `format: file` is ours: a file handle, see ``MediaFileHandle``.
package struct JSONSchema: Sendable, Hashable {
  /// The schema as it is written.
  package let source: JSONValue

  /// A schema that is known to be good, made in code or read by ``SchemaCheck``.
  package init(_ source: JSONValue) {
    self.source = source
  }

  /// Takes everything.
  package static let any = JSONSchema([:])

  /// The schemas of an object's members, in order.
  package var properties: JSONObject { source["properties"]?.objectValue ?? [:] }
  /// The members that an object must have.
  package var required: [String] { source["required"]?.arrayValue?.compactMap(\.stringValue) ?? [] }

  /// The same schema with one more optional member.
  func adding(member name: String, schema: JSONValue) -> JSONValue {
    var object = source.objectValue ?? [:]
    object["properties"] = .object(properties.merging([name: schema]))
    return .object(object)
  }

  /// Checks a value and fills in the defaults of members that are missing.
  /// - Throws: ``SchemaViolation`` with everything that is wrong, each with its place.
  package func accept(_ value: JSONValue) throws(SchemaViolation) -> JSONValue {
    var validator = SchemaValidator()
    let accepted = validator.accept(value, source, at: "")
    guard validator.issues.isEmpty else { throw SchemaViolation(issues: validator.issues) }
    return accepted
  }
}

/// Everything that is wrong with a value, as its schema sees it.
package struct SchemaViolation: CodedError, Equatable {
  package let issues: [Issue]

  /// One thing that is wrong.
  package struct Issue: Sendable, Hashable {
    /// The member meant, as `categories.0`; empty for the value itself.
    package let path: String
    /// What is wrong, as the end of a sentence that begins with the place.
    package let problem: String
  }

  package var code: String { "invalid_input" }
  package var category: ErrorCategory { .invalid }
  package var message: String {
    issues.map { ($0.path.isEmpty ? "The input " : "\($0.path) ") + $0.problem + "." }.joined(separator: " ")
  }
  package var details: JSONObject {
    ["issues": .array(issues.map { ["path": .string($0.path), "problem": .string($0.problem)] })]
  }
}
