import Core
import Foundation
import Persistence

/// The SQL of sources themselves.
struct SourceStore {
  private let session: any Session

  init(_ session: any Session) {
    self.session = session
  }

  func find(_ id: SourceID) throws -> Source? {
    try session.row("\(Self.columns) where s.id = \(id)").map(Self.source)
  }

  /// - Throws: ``SourceError/notFound``.
  func source(_ id: SourceID) throws -> Source {
    guard let source = try find(id) else { throw SourceError.notFound }
    return source
  }

  /// The sources of teams, by name.
  func all(of teams: [String]) throws -> [Source] {
    try session.rows("\(Self.columns) where s.team in \(list: teams) order by s.name_key, s.id").map(Self.source)
  }

  /// The names of sources that use a connection.
  func names(using origin: SourceOrigin) throws -> [String] {
    try session.rows("select name from source_source where origin = \(origin.text) order by name_key").map {
      try $0.string("name")
    }
  }

  func insert(_ source: Source) throws {
    try session.run(
      """
      insert into source_source (id, team, name, name_key, origin, rules, is_active, owner, created_at, changed_at,
        due_at, retry_at, sync, lists_anew, accepts_gone, fence, leased_until)
      values (\(source.id), \(source.team), \(source.name), \(source.name.lowercased()), \(source.origin.text),
        \(source.rules.json), \(source.isActive), \(source.owner), \(source.createdAt), \(source.changedAt),
        \(source.dueAt.sqlValue), null, 0, 1, 0, 0, 0)
      """)
  }

  /// Takes over what a person changed; a sync that is going on is refused its next write, and begins anew.
  func update(_ source: Source, listsAnew: Bool) throws {
    try session.run(
      """
      update source_source set name = \(source.name), name_key = \(source.name.lowercased()),
        origin = \(source.origin.text), rules = \(source.rules.json), is_active = \(source.isActive),
        owner = \(source.owner), changed_at = \(source.changedAt), due_at = \(source.dueAt.sqlValue),
        fence = fence + 1, leased_until = 0
      where id = \(source.id)
      """)
    if listsAnew {
      try session.run("update source_source set lists_anew = 1 where id = \(source.id)")
      try session.run("delete from source_frontier where source = \(source.id)")
      try session.run("delete from source_cursor where source = \(source.id)")
    }
  }

  /// Has a source synced as soon as somebody is free.
  /// - Parameter acceptsGone: whether a person says that files that are gone are really gone.
  func poke(_ id: SourceID, at now: Date, acceptsGone: Bool = false) throws {
    try session.run(
      "update source_source set due_at = \(now) where id = \(id) and (due_at is null or due_at > \(now))")
    if acceptsGone { try session.run("update source_source set accepts_gone = 1 where id = \(id)") }
    try session.notify(SourceService.channel)
  }

  func delete(_ id: SourceID) throws {
    try session.run("delete from source_source where id = \(id)")
  }

  func syncs(of id: SourceID, limit: Int) throws -> [SyncRecord] {
    try session.rows(
      "select * from source_sync where source = \(id) order by number desc limit \(limit)"
    ).map { try Self.record($0) }
  }

  private static let columns: Statement = """
    select s.*, y.number, y.kind, y.phase, y.state, y.started_at, y.ended_at, y.problem, y.counts
    from source_source s left join source_sync y on y.source = s.id and y.number = s.sync
    """

  private static func source(_ row: Row) throws -> Source {
    guard let origin = SourceOrigin(try row.string("origin")), let rules = SourceRules(json: try row.json("rules"))
    else { throw PersistenceError.unexpectedColumn("rules", expected: "the rules of a source") }
    return Source(
      id: try row.id("id"), team: try row.id("team"), name: try row.string("name"), origin: origin, rules: rules,
      isActive: try row.bool("is_active"), owner: try row.id("owner"), createdAt: try row.date("created_at"),
      changedAt: try row.date("changed_at"), dueAt: try row.dateIfAny("due_at"),
      last: try row.isNull("number") ? nil : record(row))
  }

  static func record(_ row: Row) throws -> SyncRecord {
    SyncRecord(
      number: try row.int("number"), kind: try row.choice("kind"), phase: try row.choice("phase"),
      state: try row.choice("state"), startedAt: try row.date("started_at"), endedAt: try row.dateIfAny("ended_at"),
      problem: try row.stringIfAny("problem"), counts: SyncCounts(json: try row.json("counts")))
  }
}
