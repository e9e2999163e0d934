import Blobs
import Core
import Foundation
import Library
import Persistence

/// The SQL of a publication's files.
struct PublishedFileStore {
  private let session: any Session
  private let publication: PublicationID

  init(_ session: any Session, _ publication: PublicationID) {
    self.session = session
    self.publication = publication
  }

  func all() throws -> [PublishedFile] {
    try session.rows("select * from source_published_file where publication = \(publication) order by id").map(
      PublishedFile.init)
  }

  func put(_ files: [PublishedFile]) throws {
    // What stands down goes first: one row stands for an asset at a time.
    for batch in (files.filter { !$0.isCurrent } + files.filter(\.isCurrent)).batches(of: 200) {
      let rows = RowList(Self.columns, rows: batch.map { [publication.sqlValue] + $0.columns })
      let sets = Self.columns.map(\.name).dropFirst(2).map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
      let names = Self.columns.map(\.name).joined(separator: ", ")
      try session.run(
        Statement(trusted: "insert into source_published_file (\(names)) ") + rows.select(session.dialect)
          + Statement(trusted: " on conflict (publication, id) do update set \(sets)"))
    }
  }

  func delete(_ ids: [ID<PublishedFile>]) throws {
    for batch in ids.batches(of: 400) {
      try session.run("delete from source_published_file where publication = \(publication) and id in \(list: batch)")
    }
  }

  /// When the next failed file is due, or a picture that isn't made yet is looked for again; `nil` when none is.
  func nextRetry() throws -> Date? {
    try session.row(
      """
      select min(due_at) as due_at from source_published_file
      where publication = \(publication) and state in ('waiting', 'unavailable') and due_at is not null
      """)?.dateIfAny("due_at")
  }

  private static let columns: [(name: String, kind: RowList.Kind)] = [
    ("publication", .text), ("id", .text), ("asset", .text), ("is_current", .integer), ("state", .text),
    ("file_name", .text), ("wanted", .text), ("name", .text), ("named_for", .text), ("item", .text), ("mark", .text),
    ("content", .text), ("sending", .text), ("puts", .integer), ("tries", .integer), ("due_at", .integer),
    ("problem", .text), ("is_forced", .integer),
  ]
}

extension PublishedFile {
  init(_ row: Row) throws {
    let content = CollectedFile.Content(json: try row.jsonIfAny("wanted"))
    self.init(
      id: try row.id("id"),
      CollectedFile(asset: try row.id("asset"), fileName: try row.string("file_name"), content: content))
    isCurrent = try row.bool("is_current")
    state = try row.choice("state")
    name = try row.stringIfAny("name")
    namedFor = try row.stringIfAny("named_for")
    if let item = try row.stringIfAny("item") {
      there = There(
        item: item, mark: try row.stringIfAny("mark"),
        content: CollectedFile.Content(json: try row.jsonIfAny("content")))
    }
    sending = CollectedFile.Content(json: try row.jsonIfAny("sending"))
    puts = try row.int("puts")
    tries = try row.int("tries")
    dueAt = try row.dateIfAny("due_at")
    problem = try row.stringIfAny("problem")
    isForced = try row.bool("is_forced")
  }

  /// In the order of the store's columns, without the publication.
  var columns: [SQLValue] {
    [
      id.sqlValue, asset.sqlValue, isCurrent.sqlValue, state.rawValue.sqlValue, wanted.fileName.sqlValue,
      (wanted.content?.json).sqlValue, name.sqlValue, namedFor.sqlValue, (there?.item).sqlValue,
      (there?.mark).sqlValue, (there?.content?.json).sqlValue, (sending?.json).sqlValue, puts.sqlValue, tries.sqlValue,
      dueAt.sqlValue, problem.sqlValue, isForced.sqlValue,
    ]
  }
}

extension CollectedFile.Content {
  var json: JSONValue {
    var object: JSONObject = ["sha256": .string(hash.sha256), "size": .int(size)]
    object["md5"] = md5.map { .string($0) }
    object["mime"] = mimeType.map { .string($0) }
    return .object(object)
  }

  init?(json: JSONValue?) {
    guard let hash = json?["sha256"]?.stringValue.flatMap({ ContentHash($0) }), let size = json?["size"]?.intValue
    else { return nil }
    self.init(hash: hash, size: size, md5: json?["md5"]?.stringValue, mimeType: json?["mime"]?.stringValue)
  }
}
