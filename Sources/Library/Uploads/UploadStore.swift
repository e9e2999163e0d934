import Blobs
import Core
import Foundation
import Persistence

/// An upload with what only the library needs of it.
struct UploadRow: Sendable {
  let upload: Upload
  let stage: StageID
  /// The blocks to put together, in order; `nil` before the uploader said.
  let blocks: [String]?
}

/// The SQL of uploads.
struct UploadStore {
  private let session: any Session

  init(_ session: any Session) {
    self.session = session
  }

  /// - Returns: `nil` when there is none, or when it lapsed.
  func find(_ id: AssetID, now: Date) throws -> UploadRow? {
    try session.row(
      """
      select * from library_upload where id = \(id) and (finished_at is not null or expires_at > \(now))
      """
    ).map(Self.row)
  }

  /// The upload, locked until the transaction ends.
  /// - Throws: ``UploadError/notFound(_:)``.
  func locked(_ id: AssetID, now: Date) throws -> UploadRow {
    _ = try session.rows("select id from library_upload where id = \(id)\(session.dialect.forUpdate)")
    guard let row = try find(id, now: now) else { throw UploadError.notFound(id) }
    return row
  }

  /// - Returns: whether the identifier was free.
  func insert(_ upload: Upload, stage: StageID) throws -> Bool {
    let properties = upload.properties
    return try session.run(
      """
      insert into library_upload (id, media_file, requested_by, requested_at, expires_at, file_name, title, description,
        size, categories, keywords, attributes, stage)
      values (\(upload.id), \(upload.mediaFile), \(upload.requestedBy), \(upload.requestedAt), \(upload.expiresAt),
        \(properties.fileName.sqlValue), \(properties.title.sqlValue), \(properties.description.sqlValue),
        \(properties.size.sqlValue), '[]', '[]', '{}', \(stage))
      on conflict (id) do nothing
      """) == 1
  }

  func describe(_ id: AssetID, _ properties: UploadProperties) throws {
    try session.run(
      """
      update library_upload set file_name = \(properties.fileName.sqlValue), title = \(properties.title.sqlValue),
        description = \(properties.description.sqlValue), size = \(properties.size.sqlValue)
      where id = \(id)
      """)
  }

  func set(categories: [CategoryID], of id: AssetID) throws {
    let list = JSONValue.array(categories.map { JSONValue($0) })
    try session.run("update library_upload set categories = \(list) where id = \(id)")
  }

  func set(keywords: [String], of id: AssetID) throws {
    let list = JSONValue.array(keywords.map(JSONValue.string))
    try session.run("update library_upload set keywords = \(list) where id = \(id)")
  }

  func set(attributes: [AttributeID: String], of id: AssetID) throws {
    let object = JSONObject(attributes.map { ($0.key.description, .string($0.value)) })
    try session.run("update library_upload set attributes = \(JSONValue.object(object)) where id = \(id)")
  }

  func set(blocks: [String], size: Int64, of id: AssetID) throws {
    let list = JSONValue.array(blocks.map(JSONValue.string))
    try session.run("update library_upload set blocks = \(list), received_size = \(size) where id = \(id)")
  }

  /// Moves the end of an upload on.
  func extend(_ id: AssetID, to date: Date) throws {
    try session.run("update library_upload set expires_at = \(date) where id = \(id)")
  }

  /// The upload is an asset from now on.
  func finish(_ id: AssetID, at date: Date) throws {
    try session.run("update library_upload set finished_at = \(date) where id = \(id)")
  }

  func delete(_ id: AssetID) throws {
    try session.run("delete from library_upload where id = \(id)")
  }

  /// Uploads, finished or not, whose time is over.
  func lapsed(at now: Date, limit: Int) throws -> [UploadRow] {
    try session.rows("select * from library_upload where expires_at <= \(now) order by expires_at limit \(limit)")
      .map(Self.row)
  }

  private static func row(_ row: Row) throws -> UploadRow {
    let attributes = try row.json("attributes").objectValue ?? [:]
    let upload = Upload(
      id: try row.id("id"), mediaFile: try row.id("media_file"), requestedBy: try row.id("requested_by"),
      requestedAt: try row.date("requested_at"), expiresAt: try row.date("expires_at"),
      properties: UploadProperties(
        fileName: try row.stringIfAny("file_name"), title: try row.stringIfAny("title"),
        description: try row.stringIfAny("description"), size: try row.int64IfAny("size")),
      categories: try words(row, "categories").compactMap { CategoryID($0) }, keywords: try words(row, "keywords"),
      attributes: Dictionary(
        attributes.compactMap { name, value in
          AttributeID(name).flatMap { id in value.stringValue.map { (id, $0) } }
        }, uniquingKeysWith: { _, later in later }),
      receivedSize: try row.int64IfAny("received_size"), isFinished: try !row.isNull("finished_at"))
    return UploadRow(
      upload: upload, stage: try row.id("stage"),
      blocks: try row.isNull("blocks") ? nil : words(row, "blocks"))
  }

  private static func words(_ row: Row, _ column: String) throws -> [String] {
    try row.json(column).arrayValue?.compactMap(\.stringValue) ?? []
  }
}
