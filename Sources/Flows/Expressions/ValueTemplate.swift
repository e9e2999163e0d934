package import Core

/// A JSON value in which strings may hold expressions.
package indirect enum ValueTemplate: Sendable, Hashable {
  /// No expression in it.
  case plain(JSONValue)
  /// A string that is one expression and nothing else; keeps the type of its result.
  case expression(Expression)
  /// A string with expressions in it.
  case text([TextPart])
  case array([ValueTemplate])
  case object([Member])

  package enum TextPart: Sendable, Hashable {
    case literal(String)
    case expression(Expression)
  }

  package struct Member: Sendable, Hashable {
    package let name: String
    package let value: ValueTemplate
  }
}

extension ValueTemplate {
  /// The value, when there is nothing to evaluate.
  package var plainValue: JSONValue? {
    if case .plain(let value) = self { value } else { nil }
  }

  /// Every expression in it, in the order in which they are written.
  package var expressions: [Expression] {
    switch self {
    case .plain: []
    case .expression(let expression): [expression]
    case .text(let parts): parts.compactMap { if case .expression(let expression) = $0 { expression } else { nil } }
    case .array(let elements): elements.flatMap(\.expressions)
    case .object(let members): members.flatMap(\.value.expressions)
    }
  }

  /// The value with every expression replaced by its result.
  /// - Parameter results: by ``Expression/index``.
  func filled(with results: [Int: JSONValue]) -> JSONValue {
    switch self {
    case .plain(let value): value
    case .expression(let expression): results[expression.index] ?? .null
    case .text(let parts): .string(parts.map { Self.text(of: $0, results) }.joined())
    case .array(let elements): .array(elements.map { $0.filled(with: results) })
    case .object(let members): .object(JSONObject(members.map { ($0.name, $0.value.filled(with: results)) }))
    }
  }

  /// As jq's own interpolation: strings as they are, everything else as JSON.
  private static func text(of part: TextPart, _ results: [Int: JSONValue]) -> String {
    switch part {
    case .literal(let text): text
    case .expression(let expression):
      switch results[expression.index] ?? .null {
      case .string(let text): text
      case let value: value.serialized()
      }
    }
  }
}
