package import Core

/// Where in a service's own description of a file something is said, and how it reads.
///
/// It is written as a ``JSONPath``, with two differences that suit descriptions: a list is gone through, so that
/// `tags.name` is the name of each tag, and `text(caption.rendered)` is what HTML says without its marks, `words(tags)` the
/// words of a text that has blanks between them, `names(subject)` the names of an object's members that are true.
package struct FieldPlace: Sendable, Hashable, CustomStringConvertible {
  package let path: JSONPath
  package let form: Form

  /// How a text there is read.
  package enum Form: String, Sendable, CaseIterable {
    case plain
    /// Without the marks of HTML.
    case text
    /// Each word by itself.
    case words
    /// The names of members that are true.
    case names
  }

  package init(_ text: String) {
    var inner = Substring(text)
    while inner.last?.isWhitespace == true { inner.removeLast() }
    inner = inner.drop { $0.isWhitespace }
    var form = Form.plain
    for candidate in [Form.text, .words, .names] where inner.hasPrefix(candidate.rawValue + "(") && inner.hasSuffix(")")
    {
      form = candidate
      inner = inner.dropFirst(candidate.rawValue.count + 1).dropLast()
    }
    self.form = form
    path = JSONPath(String(inner).replacing("[", with: ".").replacing("]", with: ""))
  }

  package var description: String { form == .plain ? path.description : "\(form.rawValue)(\(path))" }

  /// The texts, numbers and truths there; what is empty is left out.
  package func values(in value: JSONValue) -> [String] {
    let isNamed = form == .names
    let found = Self.values(path.steps[...], in: value, isNamed)
    let read =
      switch form {
      case .plain, .names: found
      case .text: found.map(HTMLText.plain)
      case .words: found.flatMap { $0.split(whereSeparator: \.isWhitespace).map(String.init) }
      }
    return read.filter { !$0.allSatisfy(\.isWhitespace) }
  }

  private static func values(_ steps: ArraySlice<String>, in value: JSONValue, _ isNamed: Bool) -> [String] {
    if case .array(let elements) = value {
      if let step = steps.first, let index = Int(step) {
        return elements.indices.contains(index) ? values(steps.dropFirst(), in: elements[index], isNamed) : []
      }
      return elements.flatMap { values(steps, in: $0, isNamed) }
    }
    guard let step = steps.first else { return isNamed ? names(value) : leaf(value).map { [$0] } ?? [] }
    guard let member = JSONPath(steps: [step]).value(in: value) else { return [] }
    return values(steps.dropFirst(), in: member, isNamed)
  }

  private static func leaf(_ value: JSONValue) -> String? {
    switch value {
    case .string(let text): text
    case .bool(let truth): truth ? "true" : "false"
    case .int, .double: value.serialized()
    case .null, .array, .object: nil
    }
  }

  /// Also of a plain list, since services that keep words so sometimes answer with one.
  private static func names(_ value: JSONValue) -> [String] {
    guard let object = value.objectValue else { return leaf(value).map { [$0] } ?? [] }
    return object.filter { $0.1 == true }.map(\.0)
  }
}

/// Several places, of which the first that says something counts: `caption | title.*`.
package struct FieldPlaces: Sendable, Hashable, CustomStringConvertible {
  package let places: [FieldPlace]

  package init(_ text: String) {
    places = text.split(separator: "|").map { FieldPlace(String($0)) }.filter { !$0.path.steps.isEmpty }
  }

  package init(_ places: [FieldPlace]) {
    self.places = places
  }

  package var description: String { places.map(\.description).joined(separator: " | ") }

  /// What the first place that says something says.
  package func values(in value: JSONValue) -> [String] {
    for place in places {
      let found = place.values(in: value)
      if !found.isEmpty { return found }
    }
    return []
  }
}
