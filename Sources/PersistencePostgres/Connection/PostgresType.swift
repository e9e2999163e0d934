import CPostgres
import Persistence

/// The types that PostgreSQL names by number (`pg_type.dat`), and how their text becomes a value.
enum PostgresType {
  static let bool: Oid = 16
  static let bytea: Oid = 17
  static let int8: Oid = 20
  static let int2: Oid = 21
  static let int4: Oid = 23
  static let text: Oid = 25
  static let float4: Oid = 700
  static let float8: Oid = 701
  static let numeric: Oid = 1700
  static let void: Oid = 2278

  /// A column's text as a value; types that Weir's tables don't have stay text.
  static func value(_ text: UnsafeBufferPointer<UInt8>, type: Oid) throws -> SQLValue {
    switch type {
    case int8, int4, int2: try .int(parsed(text, Int64.init))
    case float8, float4: try .real(parsed(text, Double.init))
    // `sum` and `avg` of whole numbers are numeric; SQLite gives whole numbers where they are whole.
    case numeric: try Int64(string(text)).map(SQLValue.int) ?? .real(parsed(text, Double.init))
    case bool: .int(text.first == UInt8(ascii: "t") ? 1 : 0)
    case bytea: try .bytes(bytes(text))
    case void: .null
    default: .text(string(text))
    }
  }

  private static func string(_ text: UnsafeBufferPointer<UInt8>) -> String {
    String(decoding: text, as: UTF8.self)
  }

  private static func parsed<Number>(
    _ text: UnsafeBufferPointer<UInt8>, _ parse: (String) -> Number?
  ) throws -> Number {
    guard let number = parse(string(text)) else {
      throw PersistenceError.corrupt(reason: "the server's answer has no number where one is due")
    }
    return number
  }

  /// From `\x` and hexadecimal digits, the form since PostgreSQL 9.
  private static func bytes(_ text: UnsafeBufferPointer<UInt8>) throws -> [UInt8] {
    guard text.count.isMultiple(of: 2), text.count >= 2, text[0] == UInt8(ascii: "\\"), text[1] == UInt8(ascii: "x")
    else {
      throw PersistenceError.corrupt(reason: "the server's answer has no bytes where they are due")
    }
    return try stride(from: 2, to: text.count, by: 2).map { index in
      try nibble(text[index]) << 4 | nibble(text[index + 1])
    }
  }

  private static func nibble(_ digit: UInt8) throws -> UInt8 {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: throw PersistenceError.corrupt(reason: "the server's answer has no bytes where they are due")
    }
  }
}
