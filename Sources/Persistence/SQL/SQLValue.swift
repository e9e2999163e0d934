package import Core
package import Foundation

/// A value as both engines store it.
package enum SQLValue: Sendable, Hashable {
  case null
  case int(Int64)
  case real(Double)
  case text(String)
  case bytes([UInt8])
}

/// What may stand in an interpolated ``Statement``.
package protocol SQLBindable {
  var sqlValue: SQLValue { get }
}

extension SQLValue: SQLBindable {
  package var sqlValue: SQLValue { self }
}

extension String: SQLBindable {
  package var sqlValue: SQLValue { .text(self) }
}

extension Int: SQLBindable {
  package var sqlValue: SQLValue { .int(Int64(self)) }
}

extension Int64: SQLBindable {
  package var sqlValue: SQLValue { .int(self) }
}

extension Double: SQLBindable {
  package var sqlValue: SQLValue { .real(self) }
}

/// As 0 or 1, on both engines.
extension Bool: SQLBindable {
  package var sqlValue: SQLValue { .int(self ? 1 : 0) }
}

/// As milliseconds since 1970.
extension Date: SQLBindable {
  package var sqlValue: SQLValue { .int(milliseconds) }
}

extension Array: SQLBindable where Element == UInt8 {
  package var sqlValue: SQLValue { .bytes(self) }
}

/// As text in lower case.
extension ID: SQLBindable {
  package var sqlValue: SQLValue { .text(description) }
}

/// As compact JSON text.
extension JSONValue: SQLBindable {
  package var sqlValue: SQLValue { .text(serialized()) }
}

extension Optional: SQLBindable where Wrapped: SQLBindable {
  package var sqlValue: SQLValue { self?.sqlValue ?? .null }
}
