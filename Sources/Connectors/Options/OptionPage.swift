package import Core

/// What can be chosen in a form field, one page of it.
package struct OptionPage: Sendable, Hashable {
  package let options: [Option]
  /// To be handed back for more; `nil` when this is all.
  package let next: JSONValue?
  /// The fields that must be filled in before there is anything to choose.
  package let missing: [String]

  /// One of them.
  package struct Option: Sendable, Hashable {
    /// What goes into the field.
    package let value: JSONValue
    /// What people read.
    package let label: String
  }

  /// As the API answers it.
  package var json: JSONValue {
    [
      "options": .array(options.map { ["value": $0.value, "label": .string($0.label)] }),
      "next": next ?? .null, "missing": .array(missing.map(JSONValue.string)),
    ]
  }
}
