import Core

/// Text with references in it, as `/assets/${input.assetId}`.
///
/// - A template that is one reference and nothing else keeps the type of what it refers to: `"${input.count}"` is a
///   number where the input is one.
/// - In longer text a reference becomes text; arrays and objects are refused there.
/// - A template that refers to something that isn't there has no value: the member, header or parameter is left out.
/// - `$${` stands for `${`. There is nothing else: no operators, no functions.
package struct Template: Sendable, Hashable {
  private let parts: [Part]

  private enum Part: Sendable, Hashable {
    case text(String)
    case reference(TemplateReference)
    /// JSON written as text, for headers that carry it.
    case json(JSONTemplate)
  }

  /// Text without references.
  init(literal: String) {
    parts = literal.isEmpty ? [] : [.text(literal)]
  }

  /// The text of some JSON, in plain ASCII so that it fits into a header.
  init(json: JSONTemplate) {
    parts = [.json(json)]
  }

  /// Reads a template.
  /// - Throws: ``TemplateProblem`` when a `${` has no `}` or names nothing that can be referred to.
  package init(_ text: String) throws(TemplateProblem) {
    var parts: [Part] = []
    var literal = ""
    var rest = Substring(text)
    while let dollar = rest.firstIndex(of: "$") {
      literal += rest[..<dollar]
      rest = rest[dollar...]
      if rest.hasPrefix("$${") {
        literal += "${"
        rest = rest.dropFirst(3)
      } else if rest.hasPrefix("${") {
        guard let end = rest.firstIndex(of: "}") else { throw .unclosed }
        let name = rest[..<end].dropFirst(2)
        guard let reference = TemplateReference(name) else { throw .unknownReference(String(name)) }
        if !literal.isEmpty { parts.append(.text(literal)) }
        literal = ""
        parts.append(.reference(reference))
        rest = rest[end...].dropFirst()
      } else {
        literal += "$"
        rest = rest.dropFirst()
      }
    }
    literal += rest
    if !literal.isEmpty { parts.append(.text(literal)) }
    self.parts = parts
  }

  /// As it was written.
  package var source: String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .reference(let reference): "${\(reference)}"
      case .json: "{…}"
      }
    }.joined()
  }

  /// What it refers to, in order.
  package var references: [TemplateReference] {
    parts.flatMap { part -> [TemplateReference] in
      switch part {
      case .text: []
      case .reference(let reference): [reference]
      case .json(let template): template.references
      }
    }
  }

  /// The value in a scope.
  /// - Returns: `nil` when something it refers to isn't there.
  func value(in scope: TemplateScope) throws(TemplateProblem) -> JSONValue? {
    if parts.isEmpty { return "" }
    if parts.count == 1, case .reference(let reference) = parts[0] { return scope.value(of: reference) }
    return try text(in: scope).map(JSONValue.string)
  }

  /// The value as text; `escape` is applied to what references give, not to the template's own text.
  /// - Returns: `nil` when something it refers to isn't there, or is null.
  func text(in scope: TemplateScope, escape: (String) -> String = { $0 }) throws(TemplateProblem) -> String? {
    var text = ""
    for part in parts {
      switch part {
      case .text(let literal): text += literal
      case .reference(let reference):
        guard let value = scope.value(of: reference), value != .null else { return nil }
        guard let scalar = value.scalarText else {
          throw .notText(reference: reference.description, kind: value.kindName)
        }
        text += escape(scalar)
      case .json(let template): text += (try template.value(in: scope) ?? .null).serialized().asciiJSON
      }
    }
    return text
  }
}

extension String {
  /// JSON text whose characters outside of ASCII are escaped.
  var asciiJSON: String {
    utf16.reduce(into: "") { text, unit in
      if unit < 0x7F {
        text.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
      } else {
        let hex = String(unit, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      }
    }
  }
}

extension JSONValue {
  /// A string as it is, a number or a boolean as it is written; `nil` for the rest.
  var scalarText: String? {
    switch self {
    case .string(let text): text
    case .bool, .int, .double: serialized()
    case .null, .array, .object: nil
    }
  }
}
