/// The few things that the two engines say differently. A room that needs one more adds it to its own SQL.
package enum Dialect: String, Sendable, CaseIterable {
  case sqlite
  case postgres

  /// Whole numbers of 64 bits.
  package var integer: String { self == .sqlite ? "integer" : "bigint" }
  /// Floating point numbers of 64 bits.
  package var real: String { self == .sqlite ? "real" : "double precision" }
  /// Bytes.
  package var bytes: String { self == .sqlite ? "blob" : "bytea" }
  /// Ends a `create table`: the engine then checks the type of every value.
  package var strict: String { self == .sqlite ? "strict" : "" }
  /// A primary key that counts up by itself.
  package var counter: String {
    self == .sqlite ? "integer primary key autoincrement" : "bigint generated always as identity primary key"
  }

  /// Ends a `select` whose rows the transaction is about to change: other transactions pass over them instead of
  /// waiting. SQLite has one writer at a time and needs none.
  package var skippingLocked: Statement { self == .sqlite ? "" : " for update skip locked" }

  /// Ends a `select` whose rows must not change before this transaction ends.
  package var forUpdate: Statement { self == .sqlite ? "" : " for update" }
}
