import Core
import Foundation
import Persistence

/// The SQL of direct links.
struct DirectLinkStore {
  private let session: any Session

  init(_ session: any Session) {
    self.session = session
  }

  /// - Returns: whether the name was free.
  func insert(_ link: DirectLink, _ act: Act) throws -> Bool {
    try session.run(
      """
      insert into library_direct_link (id, asset, name, name_key, size, format, options, state, path, created_at,
        created_by, modified_at, views, bandwidth)
      values (\(link.id), \(link.asset), \(link.name), \(TextFolding.key(link.name)), \(link.size.word), \(link.format),
        \(JSONValue.object(link.options)), \(link.state.rawValue), \(link.path), \(act.at), \(act.by.person), \(act.at),
        0, 0)
      on conflict (asset, name_key) do nothing
      """) == 1
  }

  func isTaken(_ name: String, for asset: AssetID) throws -> Bool {
    try session.exists(
      "select 1 from library_direct_link where asset = \(asset) and name_key = \(TextFolding.key(name))")
  }

  /// Oldest first.
  func links(of asset: AssetID) throws -> [DirectLink] {
    try session.rows("\(Self.columns) where l.asset = \(asset) order by l.created_at, l.id").map(Self.link)
  }

  func link(_ id: DirectLinkID) throws -> DirectLink? {
    try session.row("\(Self.columns) where l.id = \(id)").map(Self.link)
  }

  /// All but the archived ones of assets that aren't deleted, newest first.
  func all(offset: Int, count: Int) throws -> (total: Int, links: [DirectLink]) {
    let condition: Statement = "l.state <> 'Archived' and a.deleted_at is null"
    let total = try session.count(
      """
      select count(*) as n from library_direct_link l join library_asset a on a.id = l.asset where \(condition)
      """)
    let rows = try session.rows(
      "\(Self.columns) where \(condition) order by l.created_at desc, l.id limit \(count) offset \(offset)")
    return (total, try rows.map(Self.link))
  }

  func set(_ state: DirectLinkState, of id: DirectLinkID, at now: Date) throws {
    try session.run(
      "update library_direct_link set state = \(state.rawValue), modified_at = \(now) where id = \(id)")
  }

  /// - Parameter visitor: as a keyed hash.
  func countVisit(to id: DirectLinkID, visitor: String, bytes: Int64) throws {
    let isThere = try session.run(
      "update library_direct_link set views = views + 1, bandwidth = bandwidth + \(bytes) where id = \(id)")
    guard isThere == 1 else { return }
    try session.run(
      """
      insert into library_direct_link_visitor (link, visitor) values (\(id), \(visitor))
      on conflict (link, visitor) do nothing
      """)
  }

  private static let columns: Statement = """
    select l.*, a.status, a.deleted_at, p.person as author_person, p.user_name as author_user,
      p.display_name as author_name,
      (select count(*) from library_direct_link_visitor v where v.link = l.id) as visitors
    from library_direct_link l join library_asset a on a.id = l.asset join library_author p on p.person = l.created_by
    """

  private static func link(_ row: Row) throws -> DirectLink {
    guard let size = DirectLinkSize(word: try row.string("size")) else {
      throw PersistenceError.unexpectedColumn("size", expected: "one of the known sizes")
    }
    return DirectLink(
      id: try row.id("id"), asset: try row.id("asset"), name: try row.string("name"), size: size,
      format: try row.string("format"), options: try row.json("options").objectValue ?? [:], state: try state(row),
      path: try row.string("path"), createdAt: try row.date("created_at"), createdBy: try row.author("author"),
      modifiedAt: try row.date("modified_at"), views: try row.int("views"), uniqueViews: try row.int("visitors"),
      bandwidth: try row.int64("bandwidth"))
  }

  /// What the link is, unless its asset breaks it.
  private static func state(_ row: Row) throws -> DirectLinkState {
    let allowsLinks = AssetStatus(rawValue: try row.int("status"))?.allowsPublicLinks ?? false
    let state: DirectLinkState = try row.choice("state")
    let isDeleted = try !row.isNull("deleted_at")
    return state == .active && (isDeleted || !allowsLinks) ? .broken : state
  }
}
