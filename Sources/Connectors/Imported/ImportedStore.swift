import Core
import Foundation
import Identity
import Persistence

/// The SQL of imported connectors.
enum ImportedStore {
  /// Where other processes hear that something has changed.
  static let channel = "connectors"

  struct Record: Sendable {
    let id: String
    /// The name of the document it was made of.
    let source: String
    let definition: String
    let by: PersonID?
    let at: Date
  }

  static func all(in session: any Session) throws -> [Record] {
    try session.rows(
      "select id, source, definition, imported_by, imported_at from connector_imported order by id"
    ).map { row in
      Record(
        id: try row.string("id"), source: try row.string("source"), definition: try row.string("definition"),
        by: try row.idIfAny("imported_by"), at: try row.date("imported_at"))
    }
  }

  static func put(_ record: Record, in session: any Session) throws {
    try session.run(
      """
      insert into connector_imported (id, source, definition, imported_by, imported_at)
      values (\(record.id), \(record.source), \(record.definition), \(record.by.sqlValue), \(record.at))
      on conflict (id) do update set source = excluded.source, definition = excluded.definition,
        imported_by = excluded.imported_by, imported_at = excluded.imported_at
      """)
    try session.notify(channel)
  }

  /// - Returns: whether there was one.
  static func remove(_ id: String, in session: any Session) throws -> Bool {
    let count = try session.run("delete from connector_imported where id = \(id)")
    try session.notify(channel)
    return count > 0
  }
}
