import Foundation

/// What a `filters` text means, before it is known which fields there are.
indirect enum FilterExpression: LogicExpression, Sendable, Hashable {
  case comparison(Comparison)
  case and([FilterExpression])
  case or([FilterExpression])
  case not(FilterExpression)

  /// One field against one value.
  struct Comparison: Sendable, Hashable {
    let field: String
    let operation: FilterOperation
    let value: String
    /// Where the field stands, for messages; not part of what it means.
    @Unmeaning var fieldColumn: Int
    /// Where the value stands, for messages; not part of what it means.
    @Unmeaning var valueColumn: Int
  }
}

/// How a field is compared. The raw value is the keyword.
enum FilterOperation: String, Sendable, Hashable, CaseIterable {
  case equal = "EQ"
  case notEqual = "NE"
  case less = "LT"
  case greater = "GT"
  case lessOrEqual = "LE"
  case greaterOrEqual = "GE"
  case contains = "CT"
  case startsWith = "SW"
  case endsWith = "EW"
}

/// A value that doesn't count when two things are compared.
@propertyWrapper
struct Unmeaning<Value: Sendable>: Sendable, Hashable {
  var wrappedValue: Value

  init(wrappedValue: Value) {
    self.wrappedValue = wrappedValue
  }

  static func == (left: Self, right: Self) -> Bool { true }
  func hash(into hasher: inout Hasher) {}
}

extension FilterExpression: CustomStringConvertible {
  /// The expression in its own grammar, every group in brackets; parsing it gives an equal expression.
  var description: String {
    switch self {
    case .comparison(let comparison): comparison.description
    case .and(let parts): "(" + parts.map(\.description).joined(separator: " AND ") + ")"
    case .or(let parts): "(" + parts.map(\.description).joined(separator: " OR ") + ")"
    case .not(let part): "NOT (\(part))"
    }
  }
}

extension FilterExpression.Comparison: CustomStringConvertible {
  var description: String { "\(Self.quoted(field)) \(operation.rawValue) \(Self.quoted(value))" }

  private static func quoted(_ text: String) -> String {
    "'" + text.replacingOccurrences(of: "'", with: "''") + "'"
  }
}
