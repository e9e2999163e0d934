import Blobs
import Connectors
import Core
import Foundation
import Library
import Persistence

/// The SQL of the files that a source knows.
struct SourceFileStore {
  private let session: any Session
  private let source: SourceID

  init(_ session: any Session, _ source: SourceID) {
    self.session = session
    self.source = source
  }

  /// Those of these ids that are known.
  func files(_ ids: [RemoteID]) throws -> [RemoteID: SourceFile] {
    if ids.isEmpty { return [:] }
    let rows = try session.rows(
      "select * from source_file where source = \(source) and remote in \(list: ids.map(\.text))")
    return try rows.reduce(into: [:]) { files, row in
      let file = try SourceFile(row)
      files[file.id] = file
    }
  }

  /// Writes rows, new or known; each id at most once.
  func put(_ files: [SourceFile]) throws {
    if files.isEmpty { return }
    let rows = RowList(Self.columns, rows: files.map { [source.sqlValue] + $0.columns })
    let names = Self.columns.map(\.name)
    let sets = names.dropFirst(2).map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
    try session.run(
      Statement(trusted: "insert into source_file (\(names.joined(separator: ", "))) ")
        + rows.select(session.dialect)
        + Statement(trusted: " on conflict (source, remote) do update set \(sets)"))
  }

  /// Notes that these were seen and are as they were.
  func see(_ ids: [RemoteID], in sync: Int) throws {
    if ids.isEmpty { return }
    try session.run(
      "update source_file set seen = \(sync) where source = \(source) and remote in \(list: ids.map(\.text))")
  }

  func delete(_ ids: [RemoteID]) throws {
    try session.run("delete from source_file where source = \(source) and remote in \(list: ids.map(\.text))")
  }

  /// Marks what a folder no longer holds as missing, with all that is below.
  /// - Returns: how many there were.
  @discardableResult
  func loseUnseen(in folder: RemoteID, before sync: Int) throws -> Int {
    let rows = try session.rows(
      """
      update source_file set state = 'missing', due_at = null
      where source = \(source) and parent = \(folder.text) and seen < \(sync) and state not in ('missing', 'gone')
      returning is_folder, path
      """)
    var count = rows.count
    for row in rows where try row.bool("is_folder") {
      count += try lose(below: RemotePath(text: row.string("path")), before: sync)
    }
    return count
  }

  /// Marks all that is below a path, and wasn't seen in this sync, as missing.
  @discardableResult
  func lose(below path: RemotePath, before sync: Int) throws -> Int {
    try session.run(
      """
      update source_file set state = 'missing', due_at = null
      where source = \(source) and \(Self.below(path)) and seen < \(sync) and state not in ('missing', 'gone')
      """)
  }

  /// Marks things as missing, folders with all that is below.
  @discardableResult
  func lose(_ ids: [RemoteID], before sync: Int) throws -> Int {
    if ids.isEmpty { return 0 }
    let rows = try session.rows(
      """
      update source_file set state = 'missing', due_at = null
      where source = \(source) and remote in \(list: ids.map(\.text)) and state not in ('missing', 'gone')
      returning is_folder, path
      """)
    var count = rows.count
    for row in rows where try row.bool("is_folder") {
      count += try lose(below: RemotePath(text: row.string("path")), before: sync + 1)
    }
    return count
  }

  /// What is at a path, without regard to case when nothing has exactly that one.
  func at(_ path: RemotePath) throws -> [RemoteID] {
    let key = path.text.lowercased()
    let rows = try session.rows(
      """
      select remote, path from source_file where source = \(source) and state <> 'gone'
        and path in (\(path.text), \(key))
      union
      select remote, path from source_file where source = \(source) and state <> 'gone' and path_key = \(key)
      """)
    let exact = try rows.filter { RemotePath(text: try $0.string("path")) == path }
    return try (exact.isEmpty ? rows : exact).map { RemoteID(try $0.string("remote")) }
  }

  /// A folder has another path now: so has all that is below it. Categories follow their folder, so nothing else is to
  /// be written.
  func move(from old: RemotePath, to new: RemotePath) throws {
    let length = old.text.unicodeScalars.count + 1
    let (key, keyLength) = (new.text.lowercased(), old.text.lowercased().unicodeScalars.count + 1)
    try session.run(
      """
      update source_file set path = \(new.text) || substr(path, \(Statement(trusted: "\(length)"))),
        path_key = \(key) || substr(coalesce(path_key, path), \(Statement(trusted: "\(keyLength)")))
      where source = \(source) and \(Self.below(old))
      """)
    try session.run(
      """
      update source_category set path = \(new.text) || substr(path, \(Statement(trusted: "\(length)")))
      where source = \(source) and \(Self.below(old))
      """)
    try session.run("update source_category set path = \(new.text) where source = \(source) and path = \(old.text)")
  }

  /// A folder couldn't be listed: its version and those of the folders above say nothing any more.
  func forgetVersions(_ paths: [RemotePath]) throws {
    try session.run(
      """
      update source_file set version = null
      where source = \(source) and is_folder = 1 and path in \(list: paths.map(\.text))
      """)
  }

  /// What is to be done now, folders first.
  func due(at now: Date, limit: Int) throws -> [SourceFile] {
    try session.rows(
      """
      select * from source_file where source = \(source) and state in ('waiting', 'edit')
        and (due_at is null or due_at <= \(now))
      order by is_folder desc, path limit \(limit)
      """
    ).map(SourceFile.init)
  }

  /// When the next failed file is due; `nil` when none is.
  func nextRetry() throws -> Date? {
    try session.row(
      """
      select min(due_at) as due_at from source_file where source = \(source) and state in ('waiting', 'edit')
        and due_at is not null
      """)?.dateIfAny("due_at")
  }

  func lost(limit: Int) throws -> [SourceFile] {
    try session.rows(
      "select * from source_file where source = \(source) and state = 'missing' order by remote limit \(limit)"
    ).map(SourceFile.init)
  }

  /// A file that is gone and had this content, the one of the same name before others.
  func lost(with content: ContentHash, name: String) throws -> SourceFile? {
    try session.row(
      """
      select * from source_file where source = \(source) and content = \(content.sha256)
        and state in ('missing', 'gone')
      order by case when name = \(name) then 0 else 1 end, state desc, remote limit 1
      """
    ).map(SourceFile.init)
  }

  /// Files that are missing and new ones that the service calls by the same checksum, in pairs.
  func pairs(limit: Int) throws -> [(lost: SourceFile, found: SourceFile)] {
    let rows = try session.rows(
      """
      select l.remote as lost, f.remote as found from source_file l join source_file f
        on f.source = l.source and f.state = 'waiting' and f.content is null and f.hashes = l.hashes
          and f.size = l.size
      where l.source = \(source) and l.state = 'missing' and l.content is not null and l.hashes is not null
        and l.is_folder = 0
      order by case when f.name = l.name then 0 else 1 end, l.remote, f.remote limit \(limit)
      """)
    var taken: Set<RemoteID> = []
    var pairs: [(RemoteID, RemoteID)] = []
    for row in rows {
      let pair = (RemoteID(try row.string("lost")), RemoteID(try row.string("found")))
      if taken.contains(pair.0) || taken.contains(pair.1) { continue }
      taken.formUnion([pair.0, pair.1])
      pairs.append(pair)
    }
    let files = try files(Array(taken))
    return pairs.compactMap { pair in files[pair.0].flatMap { lost in files[pair.1].map { (lost, $0) } } }
  }

  static func below(_ path: RemotePath) -> Statement {
    // "0" is what comes behind "/".
    path.text.utf8.isEmpty ? "path > ''" : "path > \(path.text + "/") and path < \(path.text + "0")"
  }

  private static let columns: [(name: String, kind: RowList.Kind)] = [
    ("source", .text), ("remote", .text), ("is_folder", .integer), ("parent", .text), ("path", .text),
    ("path_key", .text), ("name", .text), ("size", .integer), ("modified_at", .integer), ("version", .text),
    ("hashes", .text),
    ("mime", .text), ("page", .text), ("fields", .text), ("state", .text), ("asset", .text), ("content", .text),
    ("written", .text), ("tries", .integer), ("due_at", .integer), ("problem", .text), ("seen", .integer),
  ]
}
