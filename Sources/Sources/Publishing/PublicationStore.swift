import Core
import Foundation
import Persistence

/// The SQL of publications themselves.
struct PublicationStore {
  private let session: any Session

  init(_ session: any Session) {
    self.session = session
  }

  /// - Throws: ``PublicationError/notFound``.
  func publication(_ id: PublicationID) throws -> Publication {
    let row = try session.row("select * from source_publication where id = \(id)")
    guard let row else { throw PublicationError.notFound }
    return try Self.publication(row)
  }

  /// The publications of teams, by name.
  func all(of teams: [String]) throws -> [Publication] {
    try session.rows("select * from source_publication where team in \(list: teams) order by name_key, id").map(
      Self.publication)
  }

  /// The names of publications that use a connection.
  func names(using origin: SourceOrigin) throws -> [String] {
    try session.rows("select name from source_publication where origin = \(origin.text) order by name_key").map {
      try $0.string("name")
    }
  }

  func insert(_ publication: Publication) throws {
    try session.run(
      """
      insert into source_publication (id, team, name, name_key, origin, collection, rules, is_active, owner, created_at,
        changed_at, due_at, retry_at, check_at, fence, leased_until)
      values (\(publication.id), \(publication.team), \(publication.name), \(publication.name.lowercased()),
        \(publication.origin.text), \(publication.collection), \(publication.rules.json), \(publication.isActive),
        \(publication.owner), \(publication.createdAt), \(publication.changedAt), \(publication.dueAt.sqlValue), null,
        \(Self.firstCheck(publication)), 0, 0)
      """)
  }

  /// Takes over what a person changed; a run that is going on is refused its next write, and begins anew.
  /// - Parameter forgets: whether what was sent is forgotten, since it isn't in this folder.
  func update(_ publication: Publication, forgets: Bool) throws {
    try session.run(
      """
      update source_publication set name = \(publication.name), name_key = \(publication.name.lowercased()),
        origin = \(publication.origin.text), collection = \(publication.collection),
        rules = \(publication.rules.json), is_active = \(publication.isActive), owner = \(publication.owner),
        changed_at = \(publication.changedAt), due_at = \(publication.dueAt.sqlValue),
        check_at = \(Self.firstCheck(publication)), seen = null, fence = fence + 1, leased_until = 0
      where id = \(publication.id)
      """)
    if forgets { try session.run("delete from source_published_file where publication = \(publication.id)") }
  }

  /// Has a publication run as soon as somebody is free.
  func poke(_ id: PublicationID, at now: Date) throws {
    try session.run(
      "update source_publication set due_at = \(now) where id = \(id) and (due_at is null or due_at > \(now))")
    try session.notify(PublicationService.channel)
  }

  func delete(_ id: PublicationID) throws {
    try session.run("delete from source_publication where id = \(id)")
  }

  private static func firstCheck(_ publication: Publication) -> SQLValue {
    publication.isActive && publication.rules.followsChanges ? publication.changedAt.sqlValue : .null
  }

  static func publication(_ row: Row) throws -> Publication {
    guard let origin = SourceOrigin(try row.string("origin")), let rules = PublicationRules(json: try row.json("rules"))
    else { throw PersistenceError.unexpectedColumn("rules", expected: "the rules of a publication") }
    var publication = Publication(
      id: try row.id("id"), team: try row.id("team"), name: try row.string("name"), origin: origin,
      collection: try row.id("collection"), rules: rules, isActive: try row.bool("is_active"),
      owner: try row.id("owner"), createdAt: try row.date("created_at"), changedAt: try row.date("changed_at"))
    publication.dueAt = try row.dateIfAny("due_at")
    if try !row.isNull("state") {
      publication.last = PublicationRecord(
        state: try row.choice("state"), startedAt: try row.date("started_at"), endedAt: try row.dateIfAny("ended_at"),
        problem: try row.stringIfAny("problem"), counts: PublicationCounts(json: try row.json("counts")))
    }
    return publication
  }
}
