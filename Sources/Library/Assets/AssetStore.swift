import Core
import Foundation
import Identity
import Persistence

/// Reads assets with all that hangs on them.
struct AssetStore {
  private let session: any Session

  init(_ session: any Session) {
    self.session = session
  }

  /// Those that are there, in the order of `ids`.
  func assets(_ ids: [AssetID]) throws -> [Asset] {
    if ids.isEmpty { return [] }
    let rows = try session.rows("\(Self.columns) where a.id in \(list: ids)")
    let parts = try AssetParts(of: ids, session)
    let assets = try rows.map { try Self.asset($0, parts) }
    let byID = Dictionary(assets.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    return ids.compactMap { byID[$0] }
  }

  /// - Throws: ``LibraryError/assetNotFound(_:)``.
  func asset(_ id: AssetID) throws -> Asset {
    guard let asset = try assets([id]).first else { throw LibraryError.assetNotFound(id) }
    return asset
  }

  /// One asset that somebody may see.
  /// - Throws: ``LibraryError/assetNotFound(_:)``.
  func visible(_ id: AssetID, to principal: Principal, includingDeleted: Bool) throws -> Asset {
    let asset = try asset(id)
    let isShown = AssetVisibility(principal: principal).shows(asset.status, of: asset.record.createdBy.person)
    guard isShown, includingDeleted || asset.record.deletedAt == nil else { throw LibraryError.assetNotFound(id) }
    return asset
  }

  /// One live asset that somebody may see and is about to change: nobody else changes it until the transaction ends.
  /// - Throws: ``LibraryError/assetNotFound(_:)``; ``LibraryError/assetDeleted(_:)``.
  func locked(_ id: AssetID, for principal: Principal) throws -> Asset {
    try lock(id)
    let asset = try visible(id, to: principal, includingDeleted: true)
    if asset.record.deletedAt != nil { throw LibraryError.assetDeleted(id) }
    return asset
  }

  /// Keeps others from changing the asset until the transaction ends.
  func lock(_ id: AssetID) throws {
    _ = try session.rows("select id from library_asset where id = \(id)\(session.dialect.forUpdate)")
  }

  private static let columns: Statement = """
    select a.*, c.person as creator_person, c.user_name as creator_user, c.display_name as creator_name,
      m.person as editor_person, m.user_name as editor_user, m.display_name as editor_name,
      d.person as deleter_person, d.user_name as deleter_user, d.display_name as deleter_name
    from library_asset a join library_author c on c.person = a.created_by
      join library_author m on m.person = a.modified_by left join library_author d on d.person = a.deleted_by
    """

  private static func asset(_ row: Row, _ parts: AssetParts) throws -> Asset {
    let id: AssetID = try row.id("id")
    let (description, altText) = try (row.string("description"), row.string("alt_text"))
    let ingest = try ingest(row)
    let original = Original(
      mediaFile: try row.id("media_file"), fileName: try row.string("file_name"), hash: try row.hash("hash"),
      size: try row.int64("size"), md5: try row.string("md5"), uploadedAt: try row.date("uploaded_at"))
    let (facts, record) = try (facts(row), record(row))
    let given = try row.string("title")
    // Until ingest has looked for a title in the file, the name stands for it.
    let title = given.isEmpty && ingest == .pending ? FileName.stem(original.fileName) : given
    let keywords = parts.keywords[id] ?? []
    let system = SystemAttribute.values(
      of: SystemAttributeSource(
        title: title, description: description, altText: altText, original: original, facts: facts, record: record,
        keywords: keywords))
    guard let status = AssetStatus(rawValue: try row.int("status")) else {
      throw PersistenceError.unexpectedColumn("status", expected: "one of the known numbers")
    }
    return Asset(
      id: id, title: title, description: description, altText: altText, status: status, original: original,
      kind: try row.choice("kind"), facts: facts,
      attributes: system.merging(parts.attributes[id] ?? [:]) { own, _ in own },
      categories: parts.categories[id] ?? [], keywords: keywords, renditions: parts.renditions[id] ?? [:],
      record: record, ingest: ingest)
  }

  private static func facts(_ row: Row) throws -> TechnicalFacts {
    func number(_ column: String) throws -> Double? { try row.isNull(column) ? nil : row.double(column) }
    return TechnicalFacts(
      mimeType: try row.stringIfAny("mime_type"), format: try row.stringIfAny("format"),
      width: try row.intIfAny("width"), height: try row.intIfAny("height"), duration: try number("duration"),
      frameRate: try number("frame_rate"), bitRate: try row.int64IfAny("bit_rate"),
      colourSpace: try row.stringIfAny("colour_space"), resolution: try number("resolution"),
      dominantColour: try row.stringIfAny("dominant_colour"), contradictsName: try row.bool("contradicts_name"))
  }

  private static func record(_ row: Row) throws -> AssetRecord {
    AssetRecord(
      createdAt: try row.date("created_at"), createdBy: try row.author("creator"),
      modifiedAt: try row.date("modified_at"), modifiedBy: try row.author("editor"),
      approvedAt: try row.dateIfAny("approved_at"), rejectedAt: try row.dateIfAny("rejected_at"),
      expiresAt: try row.dateIfAny("expires_at"), deletedAt: try row.dateIfAny("deleted_at"),
      deletedBy: try row.authorIfAny("deleter"), version: try row.int("version"))
  }

  private static func ingest(_ row: Row) throws -> IngestState {
    switch try row.string("ingest_state") {
    case "done": .done
    case "failed": .failed(reason: try row.stringIfAny("ingest_problem") ?? "")
    default: .pending
    }
  }
}
