/// What is wrong with a template, or with what it is filled with.
package enum TemplateProblem: Error, Equatable {
  /// A `${` has no `}`.
  case unclosed
  /// What stands between the braces begins with none of the roots.
  case unknownReference(String)
  /// An array or object can't be part of a text.
  case notText(reference: String, kind: String)
  /// Something in a path has no value.
  case missing(String)
  /// A path segment would change which resource is meant.
  case unsafeSegment(String)

  /// The problem in words.
  package var message: String {
    switch self {
    case .unclosed: "a \"${\" has no \"}\" (write \"$${\" for the characters themselves)"
    case .unknownReference(let name):
      "\"${\(name)}\" refers to nothing; references begin with \(TemplateReference.Root.ofRequests.map { "\($0.rawValue)." }.joined(separator: ", "))"
    case .notText(let reference, let kind): "\(reference) is \(kind) and can't be part of a text"
    case .missing(let references): "\(references) has no value, and the address needs one"
    case .unsafeSegment(let reference): "\(reference) is \".\", \"..\" or empty, which can't be part of an address"
    }
  }
}
