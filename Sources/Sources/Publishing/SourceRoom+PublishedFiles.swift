package import Core
import Foundation
package import Identity
import Persistence

extension SourceRoom {
  /// How many files of a publication are in each state; what is to be removed counts as waiting.
  package func publishedCounts(
    of id: PublicationID, as principal: Principal
  ) async throws -> [PublishedFile.State: Int] {
    _ = try await publication(id, as: principal)
    return try await store.read { session in
      let rows = try session.rows(
        "select state, count(*) as n from source_published_file where publication = \(id) group by state")
      return Dictionary(
        try rows.map { (try $0.choice("state"), try $0.int("n")) }, uniquingKeysWith: { one, _ in one })
    }
  }

  /// Files that need a person or failed, or those of one state, by name.
  /// - Parameters:
  ///   - state: `nil` for conflicts and those that failed.
  ///   - after: the name and id where the page before ended.
  package func publishedFiles(
    of id: PublicationID, state: PublishedFile.State? = nil, after: (name: String, id: String) = ("", ""),
    limit: Int = 100, as principal: Principal
  ) async throws -> [PublishedFile] {
    _ = try await publication(id, as: principal)
    let condition: Statement =
      state.map { "state = \($0.rawValue)" } ?? "(state in ('conflict', 'parked') or tries > 0)"
    return try await store.read { session in
      try session.rows(
        """
        select * from source_published_file where publication = \(id) and \(condition)
          and (file_name > \(after.name) or (file_name = \(after.name) and id > \(after.id)))
        order by file_name, id limit \(limit)
        """
      ).map(PublishedFile.init)
    }
  }

  /// Has files that failed tried again now.
  /// - Returns: how many there were.
  package func retryPublished(_ id: PublicationID, as principal: Principal) async throws -> Int {
    try await again(id, as: principal) { session, now in
      try session.run(
        """
        update source_published_file set state = 'waiting', tries = 0, due_at = null
        where publication = \(id) and (state = 'parked' or (state = 'waiting' and tries > 0))
        """)
    }
  }

  /// Says that a file that somebody changed there may be overwritten, or removed when its asset left.
  /// - Returns: whether it was in conflict.
  package func overwritePublished(
    _ id: PublicationID, file: ID<PublishedFile>, as principal: Principal
  ) async throws -> Bool {
    try await again(id, as: principal) { session, _ in
      try session.run(
        """
        update source_published_file set state = 'waiting', tries = 0, due_at = null, problem = null, content = null,
          is_forced = 1
        where publication = \(id) and id = \(file) and state = 'conflict'
        """)
    } > 0
  }

  /// What a person wants is done by whoever takes the publication up next; a run that is going on is refused its next
  /// write, so that it doesn't undo what was said.
  private func again(
    _ id: PublicationID, as principal: Principal, _ body: @escaping @Sendable (any Session, Date) throws -> Int
  ) async throws -> Int {
    _ = try await forChange(id, .syncFiles, as: principal)
    let now = effects.now()
    return try await store.write { session in
      let count = try body(session, now)
      if count > 0 {
        try session.run(
          "update source_publication set fence = fence + 1, leased_until = 0, retry_at = \(now) where id = \(id)")
        try session.notify(PublicationService.channel)
      }
      return count
    }
  }
}
