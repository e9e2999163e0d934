import Core
import Identity
import Persistence

/// The SQL of history entries and versions.
struct HistoryStore {
  private let session: any Session

  init(_ session: any Session) {
    self.session = session
  }

  /// - Parameter id: made by the caller's effects.
  func add(_ type: HistoryType, to asset: AssetID, comment: String = "", _ act: Act) throws {
    let id: HistoryEntryID = act.effects.id()
    try session.run(
      """
      insert into library_history (id, asset, at, author, type, comment)
      values (\(id), \(asset), \(act.at), \(act.by.person), \(type.rawValue), \(comment))
      """)
  }

  /// Newest first.
  func entries(of asset: AssetID) throws -> [HistoryEntry] {
    try session.rows(
      """
      select h.*, p.person as author_person, p.user_name as author_user, p.display_name as author_name
      from library_history h join library_author p on p.person = h.author
      where h.asset = \(asset) order by h.sequence desc
      """
    ).map { row in
      HistoryEntry(
        id: try row.id("id"), at: try row.date("at"), by: try row.author("author"), type: try row.choice("type"),
        comment: try row.string("comment"))
    }
  }

  func add(_ number: Int, of asset: AssetID, changes: JSONObject, _ act: Act) throws {
    try session.run(
      """
      insert into library_asset_version (asset, number, at, author, changes)
      values (\(asset), \(number), \(act.at), \(act.by.person), \(JSONValue.object(changes)))
      """)
  }

  /// Newest first.
  func versions(of asset: AssetID) throws -> [AssetVersion] {
    try session.rows(
      """
      select v.*, p.person as author_person, p.user_name as author_user, p.display_name as author_name
      from library_asset_version v join library_author p on p.person = v.author
      where v.asset = \(asset) order by v.number desc
      """
    ).map { row in
      AssetVersion(
        number: try row.int("number"), at: try row.date("at"), by: try row.author("author"),
        changes: try row.json("changes").objectValue ?? [:])
    }
  }
}
