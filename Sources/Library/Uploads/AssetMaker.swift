import Blobs
import Core
import Foundation
import Identity
import Persistence

/// Makes an asset of an upload in one transaction: the rows, the history, the events and the work for ingest.
struct AssetMaker {
  private let session: any Session
  private let act: Act

  init(_ session: any Session, _ act: Act) {
    self.session = session
    self.act = act
  }

  /// - Parameters:
  ///   - blocks: what `content` was put together from.
  /// - Returns: the asset; the one that is there when somebody else was first.
  func make(_ id: AssetID, blocks: [String], content: BlobInfo, status: AssetStatus) throws -> Asset {
    let uploads = UploadStore(session)
    let row = try uploads.locked(id, now: act.at)
    let assets = AssetStore(session)
    if row.upload.isFinished { return try assets.asset(id) }
    guard row.blocks == blocks else { throw UploadError.alreadyWritten }
    let preflight = try UploadPreflight(row.upload, attributes: try AttributeStore(session).all())
    try CategoryStore(session).requireAll(row.upload.categories)
    let asset = try add(row.upload, preflight, content, status)
    try uploads.finish(id, at: act.at)
    return asset
  }

  /// Makes an asset of a file that somebody brings along, unless it is there.
  /// - Parameter attributes: those of the library.
  func take(_ file: ArrivedFile, attributes: [Attribute], status: AssetStatus) throws {
    if try session.exists("select 1 from library_asset where id = \(file.asset)") { return }
    let categories = try file.categories.isEmpty ? [CategoryStore(session).rootID()] : file.categories
    let upload = Upload(
      id: file.asset, mediaFile: act.effects.id(), requestedBy: act.by.person, requestedAt: act.at, expiresAt: act.at,
      properties: UploadProperties(
        fileName: file.fileName, title: file.title, description: file.description, size: file.content.size),
      categories: categories, keywords: file.keywords, attributes: file.attributes, receivedSize: file.content.size,
      isFinished: true)
    let preflight = try UploadPreflight(upload, attributes: attributes)
    try CategoryStore(session).requireAll(categories)
    _ = try add(upload, preflight, file.content, status, altText: file.altText)
  }

  /// - Parameter altText: where no attribute says another.
  private func add(
    _ upload: Upload, _ preflight: UploadPreflight, _ content: BlobInfo, _ status: AssetStatus, altText: String = ""
  ) throws -> Asset {
    let id = upload.id
    try BlobRegister(session).keep(content.hash)
    try AuthorStore(session).note(act.by)
    try insert(upload, AssetFields(preflight, altText: altText), content, status)
    try link(upload, preflight)
    try session.run(
      "insert into library_ingest (asset, attempts, due_at, fence) values (\(id), 0, \(act.at), 0)")
    try note(id, status)
    try SearchIndexStore(session).refresh([id])
    let asset = try AssetStore(session).asset(id)
    try tell(asset, categories: try CategoryStore(session).names(of: asset.categories))
    try session.notify(IngestQueue.channel)
    return asset
  }

  private func insert(_ upload: Upload, _ fields: AssetFields, _ content: BlobInfo, _ status: AssetStatus) throws {
    let name = fields.fileName
    let approvedAt = (status == .approved ? act.at : nil).sqlValue
    let pendingAt = (status == .pending ? act.at : nil).sqlValue
    try session.run(
      """
      insert into library_asset (id, media_file, title, title_key, description, description_key, alt_text, alt_text_key,
        file_name, file_name_key, file_type_key, status, kind, hash, size, md5, contradicts_name, uploaded_at,
        created_at, created_by, modified_at, modified_by, approved_at, pending_at, expires_at, version, ingest_state)
      values (\(upload.id), \(upload.mediaFile), \(fields.title), \(TextFolding.key(fields.title)),
        \(fields.description), \(TextFolding.key(fields.description)), \(fields.altText),
        \(TextFolding.key(fields.altText)), \(name), \(TextFolding.key(name)),
        \(TextFolding.key(FileName.fileType(name))), \(status.rawValue), \(MediaKind(fileName: name).rawValue),
        \(content.hash.sha256), \(content.size), \(content.md5), 0, \(act.at), \(act.at), \(act.by.person), \(act.at),
        \(act.by.person), \(approvedAt), \(pendingAt), \(fields.expiresAt.sqlValue), 1, 'pending')
      """)
  }

  private func link(_ upload: Upload, _ preflight: UploadPreflight) throws {
    let links = AssetLinkStore(session)
    try links.set(categories: upload.categories, of: upload.id)
    try links.set(keywords: try KeywordStore(session).use(upload.keywords, act).map(\.id), of: upload.id)
    for case .attribute(let attribute, let value) in preflight.changes {
      try links.set(value, for: attribute.id, of: upload.id)
    }
  }

  private func note(_ id: AssetID, _ status: AssetStatus) throws {
    let history = HistoryStore(session)
    try history.add(1, of: id, changes: [:], act)
    try history.add(.upload, to: id, act)
    if status == .approved { try history.add(.approve, to: id, act) }
  }

  private func tell(_ asset: Asset, categories: [(id: CategoryID, name: String)]) throws {
    let outbox = EventOutbox(session)
    let id = JSONValue(asset.id)
    try outbox.add(
      .mediaFileAdded,
      [
        "AssetId": id, "Version": 1, "FileName": .string(asset.original.fileName),
        "FileSize": .int(asset.original.size),
        "Reason": "FromUploadProcess", "CreatedAt": JSONValue(act.at),
      ], act)
    for category in categories {
      try outbox.add(
        .assetsAssigned,
        ["AssetIds": .array([id]), "CategoryId": JSONValue(category.id), "Name": .string(category.name)], act)
    }
    let keywords = try KeywordStore(session).keywords(of: asset.id)
    if !keywords.isEmpty {
      try outbox.add(.keywordsAdded, ["AssetId": id, "Keywords": .array(keywords.map(AssetEdit.json))], act)
    }
  }
}
