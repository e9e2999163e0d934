import Core
import Foundation
import Identity
import Persistence

/// The SQL of collections.
struct CollectionStore {
  private let session: any Session

  init(_ session: any Session) {
    self.session = session
  }

  /// Those that a person owns or that are shared with them, by name.
  func all(of principal: Principal) throws -> [AssetCollection] {
    try session.rows(
      """
      \(columns(for: principal)) where \(visible(to: principal))
      order by c.name_key, c.id
      """
    ).map { try Self.collection($0, principal) }
  }

  /// - Throws: ``LibraryError/collectionNotFound(_:)``, also when the person may not see it.
  func visible(_ id: CollectionID, to principal: Principal) throws -> AssetCollection {
    let row = try session.row(
      """
      \(columns(for: principal)) where c.id = \(id) and (\(visible(to: principal)))
      """)
    guard let row else { throw LibraryError.collectionNotFound(id) }
    return try Self.collection(row, principal)
  }

  /// - Returns: whether the identifier was free.
  func insert(_ id: CollectionID, name: String, description: String, _ act: Act) throws -> Bool {
    try session.run(
      """
      insert into library_collection (id, owner, name, name_key, description, created_at, modified_at)
      values (\(id), \(act.by.person), \(name), \(TextFolding.key(name)), \(description), \(act.at), \(act.at))
      on conflict (id) do nothing
      """) == 1
  }

  func update(_ id: CollectionID, name: String, description: String, at now: Date) throws {
    try session.run(
      """
      update library_collection set name = \(name), name_key = \(TextFolding.key(name)),
        description = \(description), modified_at = \(now)
      where id = \(id)
      """)
  }

  func delete(_ id: CollectionID) throws {
    try session.run("delete from library_collection where id = \(id)")
  }

  /// Keeps others from changing the collection until the transaction ends.
  func lock(_ id: CollectionID) throws {
    _ = try session.rows("select id from library_collection where id = \(id)\(session.dialect.forUpdate)")
  }

  /// Puts assets at the end; those in it stay where they are.
  func add(_ assets: [AssetID], to id: CollectionID, at now: Date) throws {
    let last = try session.row(
      "select coalesce(max(position), -1) as n from library_collection_asset where collection = \(id)")
    var position = (try last?.int("n") ?? -1) + 1
    for asset in assets {
      position += try session.run(
        """
        insert into library_collection_asset (collection, asset, position) values (\(id), \(asset), \(position))
        on conflict (collection, asset) do nothing
        """)
    }
    try touch(id, at: now)
  }

  func remove(_ assets: [AssetID], from id: CollectionID, at now: Date) throws {
    try session.run("delete from library_collection_asset where collection = \(id) and asset in \(list: assets)")
    try touch(id, at: now)
  }

  /// One page of those that `visibility` shows, in order, and how many there are.
  func assets(in id: CollectionID, _ visibility: AssetVisibility, offset: Int, count: Int) throws -> (
    total: Int, page: [AssetID]
  ) {
    let source: Statement = """
      from library_collection_asset ca join library_asset a on a.id = ca.asset
      where ca.collection = \(id) and a.deleted_at is null and \(visibility.condition)
      """
    let total = try session.count("select count(*) as n \(source)")
    let rows = try session.rows(
      "select a.id \(source) order by ca.position, a.id limit \(count) offset \(offset)")
    return (total, try rows.map { try $0.id("id") })
  }

  func shares(of id: CollectionID) throws -> [CollectionShare] {
    try session.rows("select * from library_collection_share where collection = \(id) order by person").map { row in
      CollectionShare(person: try row.id("person"), permissions: try Self.permissions(row.json("permissions")))
    }
  }

  func set(_ share: CollectionShare, of id: CollectionID) throws {
    try session.run("delete from library_collection_share where collection = \(id) and person = \(share.person)")
    if share.permissions.isEmpty { return }
    let words = JSONValue.array(share.permissions.map(\.rawValue).sorted().map(JSONValue.string))
    try session.run(
      """
      insert into library_collection_share (collection, person, permissions) values (\(id), \(share.person), \(words))
      """)
  }

  /// Gives everybody in the library these rights; none makes the collection private again.
  func set(everyone permissions: Set<CollectionPermission>, of id: CollectionID) throws {
    let words = JSONValue.array(permissions.map(\.rawValue).sorted().map(JSONValue.string))
    let kept: SQLValue = permissions.isEmpty ? .null : words.sqlValue
    try session.run("update library_collection set everyone = \(kept) where id = \(id)")
  }

  private func visible(to principal: Principal) -> Statement {
    "c.owner = \(principal.person) or s.person is not null or c.everyone is not null"
  }

  private func touch(_ id: CollectionID, at now: Date) throws {
    try session.run("update library_collection set modified_at = \(now) where id = \(id)")
  }

  private func columns(for principal: Principal) -> Statement {
    """
    select c.*, o.person as owner_person, o.user_name as owner_user, o.display_name as owner_name, s.permissions,
      (select count(*) from library_collection_asset ca join library_asset a on a.id = ca.asset
        where ca.collection = c.id and a.deleted_at is null) as assets
    from library_collection c join library_author o on o.person = c.owner
      left join library_collection_share s on s.collection = c.id and s.person = \(principal.person)
    """
  }

  private static func collection(_ row: Row, _ principal: Principal) throws -> AssetCollection {
    let owner = try row.author("owner")
    let everyone = try row.jsonIfAny("everyone").map(permissions) ?? []
    let shared = try row.jsonIfAny("permissions").map(permissions) ?? []
    return AssetCollection(
      id: try row.id("id"), owner: owner, name: try row.string("name"), description: try row.string("description"),
      assetCount: try row.int("assets"), createdAt: try row.date("created_at"), modifiedAt: try row.date("modified_at"),
      permissions: owner.person == principal.person
        ? Set(CollectionPermission.allCases) : shared.union(everyone), everyone: everyone)
  }

  private static func permissions(_ json: JSONValue) -> Set<CollectionPermission> {
    Set((json.arrayValue ?? []).compactMap { $0.stringValue.flatMap(CollectionPermission.init(rawValue:)) })
  }
}
