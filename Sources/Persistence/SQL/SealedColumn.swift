/// A column whose values the vault has sealed, as the room that owns the table declares it.
///
/// Each room lists all of its own beside its migrations; a change of the master key then reaches every room without
/// anybody knowing foreign tables.
///
/// ```swift
/// SealedColumn("flow_hook_secret", key: ["flow", "name"], column: "sealed") { row in
///   "flow_hook_secret/\(try row.string("flow"))/\(try row.string("name"))"
/// }
/// ```
package struct SealedColumn: Sendable {
  package let table: String
  /// The columns by which rows are told apart and walked through in order; texts.
  package let key: [String]
  /// Holds the sealed bytes, or null.
  package let column: String
  /// Columns besides ``key`` that the context is made of.
  package let needed: [String]
  /// To what a row's value is bound: the context that it was sealed with.
  package let context: @Sendable (Row) throws -> String

  /// Names are part of the SQL, so never from a caller of Weir.
  package init(
    _ table: String, key: [String], column: String, needing needed: [String] = [],
    context: @escaping @Sendable (Row) throws -> String
  ) {
    self.table = table
    self.key = key
    self.column = column
    self.needed = needed
    self.context = context
  }
}
