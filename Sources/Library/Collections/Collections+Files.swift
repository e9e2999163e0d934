import Core
package import Identity
import Persistence

extension Collections {
  /// The files of a collection as they are at one moment, in order; for those who keep a copy of it elsewhere.
  /// - Parameter rendition: `nil` means the originals.
  /// - Throws: ``LibraryError/collectionNotFound(_:)``, also when `principal` may not see it.
  package func files(
    in id: CollectionID, of rendition: RenditionKind?, as principal: Principal
  ) async throws -> [CollectedFile] {
    try Access.require(.viewLibrary, on: .library, as: principal)
    let visibility = AssetVisibility(principal: principal)
    return try await context.store.read { session in
      _ = try CollectionStore(session).visible(id, to: principal)
      return try session.rows(
        """
        select a.id, a.file_name, a.hash, a.size, a.md5, a.mime_type, a.ingest_state, r.hash as picture,
          r.size as picture_size, r.mime_type as picture_mime
        from library_collection_asset ca join library_asset a on a.id = ca.asset
          left join library_rendition r on r.asset = a.id and r.kind = \((rendition?.rawValue).sqlValue)
        where ca.collection = \(id) and a.deleted_at is null and \(visibility.condition)
        order by ca.position, a.id
        """
      ).map { try Self.file($0, of: rendition) }
    }
  }

  /// Another text whenever assets came, left or were changed; much cheaper than ``files(in:of:as:)``.
  /// - Throws: as that.
  package func mark(of id: CollectionID, as principal: Principal) async throws -> String {
    try Access.require(.viewLibrary, on: .library, as: principal)
    return try await context.store.read { session in
      let collection = try CollectionStore(session).visible(id, to: principal)
      let last = try session.row(
        """
        select max(a.modified_at) as last from library_collection_asset ca join library_asset a on a.id = ca.asset
        where ca.collection = \(id)
        """)?.int64IfAny("last")
      return "\(collection.assetCount)-\(collection.modifiedAt.milliseconds)-\(last ?? 0)"
    }
  }

  private static func file(_ row: Row, of rendition: RenditionKind?) throws -> CollectedFile {
    let (asset, name): (AssetID, String) = (try row.id("id"), try row.string("file_name"))
    if rendition == nil {
      let content = CollectedFile.Content(
        hash: try row.hash("hash"), size: try row.int64("size"), md5: try row.string("md5"),
        mimeType: try row.stringIfAny("mime_type"))
      return CollectedFile(asset: asset, fileName: name, content: content)
    }
    let isThere = try !row.isNull("picture")
    let content =
      try isThere
      ? CollectedFile.Content(
        hash: row.hash("picture"), size: row.int64("picture_size"), mimeType: row.string("picture_mime")) : nil
    return CollectedFile(
      asset: asset, fileName: FileName.stem(name) + ".jpg", content: content,
      isPending: try row.string("ingest_state") == "pending")
  }
}
