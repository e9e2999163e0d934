package import Core
package import Foundation

/// One row of an answer, read by column name.
///
/// Every accessor throws ``PersistenceError/unexpectedColumn(_:expected:)`` when the column is missing, null without
/// being asked for as optional, or of another type: a fault in our SQL, never in a caller's input.
package struct Row: Sendable {
  private let columns: [String: Int]
  private let values: [SQLValue]

  /// - Parameters:
  ///   - columns: where each column stands; shared by all rows of an answer.
  ///   - values: in the order of the columns.
  package init(columns: [String: Int], values: [SQLValue]) {
    self.columns = columns
    self.values = values
  }

  /// The value as it is.
  package func value(_ column: String) throws -> SQLValue {
    guard let index = columns[column] else {
      throw PersistenceError.unexpectedColumn(column, expected: "a column of that name")
    }
    return values[index]
  }

  package func isNull(_ column: String) throws -> Bool {
    try value(column) == .null
  }

  package func string(_ column: String) throws -> String {
    try required(column, stringIfAny(column), "text")
  }

  package func stringIfAny(_ column: String) throws -> String? {
    switch try value(column) {
    case .null: nil
    case .text(let text): text
    default: throw PersistenceError.unexpectedColumn(column, expected: "text")
    }
  }

  package func int(_ column: String) throws -> Int {
    Int(try int64(column))
  }

  package func int64(_ column: String) throws -> Int64 {
    try required(column, int64IfAny(column), "a whole number")
  }

  package func int64IfAny(_ column: String) throws -> Int64? {
    switch try value(column) {
    case .null: nil
    case .int(let number): number
    default: throw PersistenceError.unexpectedColumn(column, expected: "a whole number")
    }
  }

  package func intIfAny(_ column: String) throws -> Int? {
    try int64IfAny(column).map(Int.init)
  }

  package func double(_ column: String) throws -> Double {
    switch try value(column) {
    case .real(let number): number
    case .int(let number): Double(number)
    default: throw PersistenceError.unexpectedColumn(column, expected: "a number")
    }
  }

  package func bool(_ column: String) throws -> Bool {
    try int64(column) != 0
  }

  package func bytes(_ column: String) throws -> [UInt8] {
    try required(column, bytesIfAny(column), "bytes")
  }

  package func bytesIfAny(_ column: String) throws -> [UInt8]? {
    switch try value(column) {
    case .null: nil
    case .bytes(let bytes): bytes
    default: throw PersistenceError.unexpectedColumn(column, expected: "bytes")
    }
  }

  package func date(_ column: String) throws -> Date {
    Date(milliseconds: try int64(column))
  }

  package func dateIfAny(_ column: String) throws -> Date? {
    try int64IfAny(column).map(Date.init(milliseconds:))
  }

  package func id<Entity>(_ column: String, as _: Entity.Type = Entity.self) throws -> ID<Entity> {
    try required(column, idIfAny(column), "a UUID")
  }

  package func idIfAny<Entity>(_ column: String, as _: Entity.Type = Entity.self) throws -> ID<Entity>? {
    guard let text = try stringIfAny(column) else { return nil }
    return try required(column, ID<Entity>(text), "a UUID")
  }

  package func json(_ column: String) throws -> JSONValue {
    try required(column, jsonIfAny(column), "JSON")
  }

  package func jsonIfAny(_ column: String) throws -> JSONValue? {
    guard let text = try stringIfAny(column) else { return nil }
    return try required(column, try? JSONValue(parsing: text), "JSON")
  }

  /// An enum that is stored by its name.
  package func choice<Choice: RawRepresentable<String>>(_ column: String, as _: Choice.Type = Choice.self) throws
    -> Choice
  {
    try required(column, Choice(rawValue: string(column)), "one of the known words")
  }

  private func required<Value>(_ column: String, _ value: Value?, _ expected: String) throws -> Value {
    guard let value else { throw PersistenceError.unexpectedColumn(column, expected: expected) }
    return value
  }
}
