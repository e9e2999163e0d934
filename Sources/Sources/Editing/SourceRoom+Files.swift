package import Connectors
package import Core
package import Foundation
package import Identity
import Persistence

extension SourceRoom {
  /// How far a source is: files by their state, and what is still to be brought.
  package func standing(of id: SourceID, as principal: Principal) async throws -> SourceStanding {
    let source = try await read(id, as: principal)
    let now = effects.now()
    return try await store.read { session in
      var standing = SourceStanding(last: source.last, at: now)
      let rows = try session.rows(
        """
        select state, count(*) as n, sum(coalesce(size, 0)) as bytes from source_file
        where source = \(id) and is_folder = 0 group by state
        """)
      for row in rows {
        let state: SourceFile.State = try row.choice("state")
        standing.files[state] = try row.int("n")
        // PostgreSQL adds up whole numbers to a decimal.
        if state == .waiting { standing.waitingBytes = try Int64(row.double("bytes")) }
      }
      standing.failing = try session.count(
        """
        select count(*) as n from source_file where source = \(id) and state in ('waiting', 'edit', 'parked')
          and tries > 0
        """)
      return standing
    }
  }

  /// Files that failed, or of one state, by path.
  /// - Parameters:
  ///   - state: `nil` for those that failed.
  ///   - after: the path of the last file of the page before and, since several may have one path, its id.
  package func files(
    of id: SourceID, state: SourceFile.State? = nil, after: (path: String, remote: String?) = ("", nil),
    limit: Int = 100, as principal: Principal
  ) async throws -> [SourceFile] {
    _ = try await read(id, as: principal)
    let beside: Statement = after.remote.map { "or (path = \(after.path) and remote > \($0))" } ?? ""
    let condition: Statement =
      state.map { "state = \($0.rawValue)" } ?? "state in ('waiting', 'edit', 'parked') and tries > 0"
    return try await store.read { session in
      try session.rows(
        """
        select * from source_file where source = \(id) and is_folder = 0 and \(condition)
          and (path > \(after.path) \(beside))
        order by path, remote limit \(limit)
        """
      ).map(SourceFile.init)
    }
  }

  /// Has files that failed tried again now.
  /// - Parameter remote: the service's id of one; `nil` for all.
  /// - Returns: how many there were.
  package func retry(_ id: SourceID, remote: String? = nil, as principal: Principal) async throws -> Int {
    _ = try await forChange(id, .syncFiles, as: principal)
    let now = effects.now()
    let one: Statement = remote.map { "and remote = \(RemoteID($0).text)" } ?? ""
    return try await store.write { session in
      let count = try session.run(
        """
        update source_file set due_at = null, tries = 0,
          state = case when state = 'edit' or (state = 'parked' and content is not null) then 'edit' else 'waiting' end
        where source = \(id) and state in ('waiting', 'edit', 'parked') and tries > 0 \(one)
        """)
      if count > 0 {
        try session.run("update source_source set retry_at = \(now) where id = \(id)")
        try session.notify(SourceService.channel)
      }
      return count
    }
  }

  /// What a folder of a service holds, for choosing folders.
  /// - Parameters:
  ///   - folder: its id; the top when empty.
  ///   - next: of the page before.
  package func browse(
    _ origin: SourceOrigin, team: TeamID, folder: String, next: JSONValue?, as principal: Principal
  ) async throws -> RemotePage {
    try Access.require(.connectSource, on: .team(team), as: principal)
    try await services.requireUse(of: origin, team, as: principal)
    let service = try await services.files(origin, team)
    return try await service.list(folder, isDeep: false, next: next)
  }
}

/// How far a source is.
package struct SourceStanding: Sendable, Hashable {
  /// Files by their state.
  package var files: [SourceFile.State: Int] = [:]
  /// What is still to be brought, in bytes, as far as the service tells.
  package var waitingBytes: Int64 = 0
  /// Files that failed at least once and aren't here.
  package var failing = 0
  package let last: SyncRecord?
  package let at: Date

  init(last: SyncRecord?, at: Date) {
    self.last = last
    self.at = at
  }

  /// In bytes a second, since the sync began; `nil` before anything came.
  package var rate: Double? {
    guard let last, last.state == .running, last.counts.bytes > 0 else { return nil }
    let seconds = at.timeIntervalSince(last.startedAt)
    return seconds > 0 ? Double(last.counts.bytes) / seconds : nil
  }

  /// In seconds; `nil` while the list isn't through.
  package var timeLeft: Double? {
    guard let last, last.phase == .fetch, let rate, rate > 0 else { return nil }
    return Double(waitingBytes) / rate
  }
}
