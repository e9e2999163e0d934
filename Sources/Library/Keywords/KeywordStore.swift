import Core
import Foundation
import Identity
import Persistence

/// The SQL of keywords.
struct KeywordStore {
  private let session: any Session

  init(_ session: any Session) {
    self.session = session
  }

  func all() throws -> [Keyword] {
    try session.rows("\(Self.columns) order by k.word_key").map(Self.keyword)
  }

  /// - Parameter text: an identifier or a word, in any case.
  func keyword(_ text: String) throws -> Keyword {
    let found =
      try KeywordID(text).flatMap { id in try session.row("\(Self.columns) where k.id = \(id)") }
      ?? session.row("\(Self.columns) where k.word_key = \(TextFolding.key(text))")
    guard let found else { throw LibraryError.keywordNotFound(text) }
    return try Self.keyword(found)
  }

  /// The keywords of an asset, in order.
  func keywords(of asset: AssetID) throws -> [Keyword] {
    try session.rows(
      """
      \(Self.columns) join library_asset_keyword ak on ak.keyword = k.id
      where ak.asset = \(asset) order by ak.position, k.word_key
      """
    ).map(Self.keyword)
  }

  /// The keywords of words, each once; made where they aren't there. Blank words are left out.
  func use(_ words: [String], _ act: Act) throws -> [Keyword] {
    var seen: Set<String> = []
    var keywords: [Keyword] = []
    for word in words where !word.allSatisfy(\.isWhitespace) {
      let word = try LibraryName.checked(word)
      if seen.insert(TextFolding.key(word)).inserted { keywords.append(try use(word, act)) }
    }
    return keywords
  }

  /// The keyword of a word; made when it isn't there.
  func use(_ word: String, _ act: Act) throws -> Keyword {
    let id: KeywordID = act.effects.id()
    try session.run(
      """
      insert into library_keyword (id, word, word_key, is_approved, is_searchable, requested_at, requested_by,
        approved_at, approved_by)
      values (\(id), \(word), \(TextFolding.key(word)), 1, 1, \(act.at), \(act.by.person), \(act.at), \(act.by.person))
      on conflict (word_key) do nothing
      """)
    return try keyword(word)
  }

  func update(_ id: KeywordID, _ change: KeywordChange, _ act: Act) throws {
    if let word = change.word {
      try session.run(
        "update library_keyword set word = \(word), word_key = \(TextFolding.key(word)) where id = \(id)")
    }
    if let isSearchable = change.isSearchable {
      try session.run("update library_keyword set is_searchable = \(isSearchable) where id = \(id)")
    }
    if let isApproved = change.isApproved {
      try session.run(
        """
        update library_keyword set is_approved = \(isApproved),
          approved_at = \((isApproved ? act.at : nil).sqlValue),
          approved_by = \((isApproved ? act.by.person : nil).sqlValue)
        where id = \(id)
        """)
    }
  }

  func assets(with id: KeywordID) throws -> [AssetID] {
    try session.rows("select asset from library_asset_keyword where keyword = \(id)").map { try $0.id("asset") }
  }

  private static let columns: Statement = """
    select k.*, r.person as requester_person, r.user_name as requester_user, r.display_name as requester_name,
      p.person as approver_person, p.user_name as approver_user, p.display_name as approver_name
    from library_keyword k left join library_author r on r.person = k.requested_by
      left join library_author p on p.person = k.approved_by
    """

  private static func keyword(_ row: Row) throws -> Keyword {
    Keyword(
      id: try row.id("id"), word: try row.string("word"), isApproved: try row.bool("is_approved"),
      isSearchable: try row.bool("is_searchable"), requestedAt: try row.date("requested_at"),
      requestedBy: try row.authorIfAny("requester"), approvedAt: try row.dateIfAny("approved_at"),
      approvedBy: try row.authorIfAny("approver"))
  }
}
