import Blobs
import Core
import Persistence

/// Finds the bytes behind an asset's addresses.
struct ContentStore {
  private let session: any Session

  init(_ session: any Session) {
    self.session = session
  }

  /// - Parameter kind: `nil` means the original.
  /// - Returns: `nil` when the asset is deleted, has other bytes now, or has no such rendition.
  func content(
    of asset: AssetID, mediaFile: MediaFileID, kind: RenditionKind?, disposition: MediaContent.Disposition
  ) throws -> MediaContent? {
    let row = try session.row(
      """
      select a.file_name, a.hash, a.size, a.mime_type, r.hash as rendition_hash, r.size as rendition_size,
        r.mime_type as rendition_mime
      from library_asset a left join library_rendition r on r.asset = a.id and r.kind = \((kind?.rawValue).sqlValue)
      where a.id = \(asset) and a.media_file = \(mediaFile) and a.deleted_at is null
      """)
    guard let row else { return nil }
    let fileName = try row.string("file_name")
    if kind == nil {
      return MediaContent(
        asset: asset, hash: try row.hash("hash"), size: try row.int64("size"),
        mimeType: try row.stringIfAny("mime_type") ?? "application/octet-stream", fileName: fileName,
        disposition: disposition)
    }
    guard try !row.isNull("rendition_hash") else { return nil }
    return MediaContent(
      asset: asset, hash: try row.hash("rendition_hash"), size: try row.int64("rendition_size"),
      mimeType: try row.string("rendition_mime"), fileName: FileName.stem(fileName) + ".jpg",
      disposition: disposition)
  }
}

extension Row {
  /// The name of stored bytes.
  func hash(_ column: String) throws -> ContentHash {
    guard let hash = ContentHash(try string(column)) else {
      throw PersistenceError.unexpectedColumn(column, expected: "a SHA-256")
    }
    return hash
  }
}
