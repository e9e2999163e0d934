/// One step of a room's schema, forward only, never edited after a release.
///
/// The statements are written once for both engines, with the engine's own words taken from ``Dialect``:
///
/// ```swift
/// package let migration0001 = Migration("library/0001_assets") { sql in
///   ["create table asset (id text primary key, size \(sql.integer) not null) \(sql.strict)"]
/// }
/// ```
package struct Migration: Sendable {
  /// `room/number_what`: unique for ever, and the order within the room.
  package let name: String
  /// The statements, in order.
  package let statements: @Sendable (Dialect) -> [String]

  package init(_ name: String, statements: @escaping @Sendable (Dialect) -> [String]) {
    self.name = name
    self.statements = statements
  }
}
