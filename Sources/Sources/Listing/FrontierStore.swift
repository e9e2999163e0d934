import Core
import Persistence

/// The SQL of folders that are to be listed, and of cursors.
struct FrontierStore {
  private let session: any Session
  private let source: SourceID

  init(_ session: any Session, _ source: SourceID) {
    self.session = session
    self.source = source
  }

  /// The next folder, those that are deep down first, so that the list stays short.
  func next() throws -> (entry: FrontierEntry, page: JSONValue?)? {
    let row = try session.row(
      "select * from source_frontier where source = \(source) order by depth desc, folder limit 1")
    guard let row else { return nil }
    let entry = FrontierEntry(
      folder: RemoteID(try row.string("folder")), path: RemotePath(text: try row.string("path")),
      depth: try row.int("depth"), isDeep: try row.bool("is_deep"))
    return (entry, try row.jsonIfAny("next"))
  }

  func add(_ entries: [FrontierEntry]) throws {
    for entry in entries {
      try session.run(
        """
        insert into source_frontier (source, folder, path, depth, is_deep, next)
        values (\(source), \(entry.folder.text), \(entry.path.text), \(entry.depth), \(entry.isDeep), null)
        on conflict (source, folder) do update set path = excluded.path, next = null
        """)
    }
  }

  func turn(_ entry: FrontierEntry, to page: JSONValue?) throws {
    try session.run(
      """
      update source_frontier set next = \(page.sqlValue) where source = \(source) and folder = \(entry.folder.text)
      """)
  }

  func remove(_ entry: FrontierEntry) throws {
    try session.run("delete from source_frontier where source = \(source) and folder = \(entry.folder.text)")
  }

  func clear() throws {
    try session.run("delete from source_frontier where source = \(source)")
  }

  /// A folder's path changed while it was waiting.
  func move(from old: RemotePath, to new: RemotePath) throws {
    let length = old.text.unicodeScalars.count + 1
    try session.run(
      """
      update source_frontier set path = \(new.text) || substr(path, \(Statement(trusted: "\(length)")))
      where source = \(source) and (path = \(old.text) or (\(SourceFileStore.below(old))))
      """)
  }

  /// The next cursor that wasn't read to its end in this sync.
  func cursor(unreadIn sync: Int) throws -> (folder: String, cursor: String)? {
    try session.row(
      """
      select folder, cursor from source_cursor where source = \(source) and read_in < \(sync) order by position limit 1
      """
    ).map { (try $0.string("folder"), try $0.string("cursor")) }
  }

  func set(_ cursors: [(folder: String, cursor: String)], in sync: Int) throws {
    try session.run("delete from source_cursor where source = \(source)")
    for (position, cursor) in cursors.enumerated() {
      try session.run(
        """
        insert into source_cursor (source, folder, position, cursor, read_in)
        values (\(source), \(cursor.folder), \(position), \(cursor.cursor), \(sync))
        """)
    }
  }

  /// Goes on from here next time; read to its end when there is no more.
  func advance(_ folder: String, to cursor: String, readIn sync: Int?) throws {
    try session.run(
      "update source_cursor set cursor = \(cursor) where source = \(source) and folder = \(folder)")
    if let sync {
      try session.run("update source_cursor set read_in = \(sync) where source = \(source) and folder = \(folder)")
    }
  }
}
