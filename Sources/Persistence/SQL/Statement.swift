/// An SQL statement and its arguments, kept apart: whatever is interpolated becomes an argument, never SQL.
///
/// ```swift
/// let statement: Statement = "select title from asset where id = \(assetID) and state = \("approved")"
/// ```
///
/// Engines render the arguments as `?` or as `$1`, `$2`, …. A part of a statement that depends on the engine is itself
/// a `Statement` and may be interpolated.
package struct Statement: Sendable, Hashable, ExpressibleByStringInterpolation {
  package enum Part: Sendable, Hashable {
    case sql(String)
    case argument(SQLValue)
  }

  package private(set) var parts: [Part]

  package init(stringLiteral value: String) {
    parts = [.sql(value)]
  }

  init(_ parts: [Part]) {
    self.parts = parts
  }

  package init(stringInterpolation: StringInterpolation) {
    parts = stringInterpolation.parts
  }

  /// SQL that is already complete. Never from anything that a caller of Weir wrote.
  package init(trusted sql: String) {
    parts = [.sql(sql)]
  }

  package struct StringInterpolation: StringInterpolationProtocol {
    var parts: [Part] = []

    package init(literalCapacity: Int, interpolationCount: Int) {}

    package mutating func appendLiteral(_ literal: String) {
      parts.append(.sql(literal))
    }

    package mutating func appendInterpolation(_ value: some SQLBindable) {
      parts.append(.argument(value.sqlValue))
    }

    package mutating func appendInterpolation(_ fragment: Statement) {
      parts.append(contentsOf: fragment.parts)
    }

    /// A parenthesised list for `in`; an empty list matches nothing.
    package mutating func appendInterpolation(list values: some Sequence<some SQLBindable>) {
      var separator = "("
      for value in values {
        parts.append(.sql(separator))
        parts.append(.argument(value.sqlValue))
        separator = ", "
      }
      parts.append(.sql(separator == "(" ? "(null)" : ")"))
    }
  }

  package static func + (left: Statement, right: Statement) -> Statement {
    var sum = left
    sum.parts.append(contentsOf: right.parts)
    return sum
  }

  package static func += (left: inout Statement, right: Statement) {
    left.parts.append(contentsOf: right.parts)
  }

  /// The statement as an engine takes it.
  /// - Parameter placeholder: how the engine writes its n-th argument, counted from 1.
  package func rendered(placeholder: (Int) -> String) -> (sql: String, arguments: [SQLValue]) {
    var sql = ""
    var arguments: [SQLValue] = []
    for part in parts {
      switch part {
      case .sql(let text): sql += text
      case .argument(let value):
        arguments.append(value)
        sql += placeholder(arguments.count)
      }
    }
    return (sql, arguments)
  }
}

extension Sequence<Statement> {
  /// The statements in a row with `separator` between them, as conditions joined by `and`.
  package func joined(separator: Statement) -> Statement {
    var parts: [Statement.Part] = []
    for statement in self {
      if !parts.isEmpty { parts.append(contentsOf: separator.parts) }
      parts.append(contentsOf: statement.parts)
    }
    return Statement(parts)
  }
}
