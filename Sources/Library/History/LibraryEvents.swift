import Core
package import Foundation
import Persistence

/// What happened in the library, in order, for those who react to it. Asks for no permission: whoever reads it is part
/// of the server and asks on behalf of the one it works for.
package struct LibraryEvents: Sendable {
  let context: LibraryContext

  /// Wakes whoever waits for events; a hint, as `Store.notifications(on:)` says.
  package static let channel = "library_event"

  /// The events after a sequence number, oldest first.
  package func events(after sequence: Int64, limit: Int = 100) async throws -> [LibraryEvent] {
    try await context.store.read { session in
      try session.rows(
        "select * from library_event where sequence > \(sequence) order by sequence limit \(limit)"
      ).map { row in
        LibraryEvent(
          sequence: try row.int64("sequence"), id: try row.id("id"), type: try row.choice("type"),
          at: try row.date("at"), data: try row.json("data").objectValue ?? [:])
      }
    }
  }

  /// The number of the newest event; 0 when there was none.
  package func latest() async throws -> Int64 {
    try await context.store.read { session in
      try session.row("select last from library_event_clock")?.int64("last") ?? 0
    }
  }

  /// Forgets events through a sequence number that all readers have passed, as far as they are older than a time.
  package func forget(through sequence: Int64, before time: Date) async throws {
    var gone = Self.perTransaction
    while gone == Self.perTransaction {
      gone = try await context.store.write { session in
        try session.run(
          """
          delete from library_event where sequence in (
            select sequence from library_event where sequence <= \(sequence) and at < \(time)
            order by sequence limit \(Self.perTransaction))
          """)
      }
    }
  }

  private static let perTransaction = 500
}
