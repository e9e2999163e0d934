package import Core

/// JSON with templates in the place of some of its strings.
///
/// A member or element whose template has no value is left out; everything else stays as it is written.
package indirect enum JSONTemplate: Sendable, Hashable {
  case literal(JSONValue)
  case template(Template)
  case array([JSONTemplate])
  case object([Member])

  /// One member of an object.
  package struct Member: Sendable, Hashable {
    package let name: String
    package let value: JSONTemplate
    /// The name, where it is made of references.
    package var key: Template?
  }

  /// What it refers to, in order.
  package var references: [TemplateReference] {
    switch self {
    case .literal: []
    case .template(let template): template.references
    case .array(let elements): elements.flatMap(\.references)
    case .object(let members): members.flatMap { ($0.key?.references ?? []) + $0.value.references }
    }
  }

  /// The JSON in a scope.
  /// - Returns: `nil` when it is a template without a value.
  func value(in scope: TemplateScope) throws(TemplateProblem) -> JSONValue? {
    switch self {
    case .literal(let value): return value
    case .template(let template): return try template.value(in: scope)
    case .array(let elements):
      var values: [JSONValue] = []
      for element in elements {
        if let value = try element.value(in: scope) { values.append(value) }
      }
      return .array(values)
    case .object(let members):
      var object = JSONObject()
      for member in members {
        guard let value = try member.value.value(in: scope) else { continue }
        object[try member.key?.text(in: scope) ?? member.name] = value
      }
      return .object(object)
    }
  }
}
