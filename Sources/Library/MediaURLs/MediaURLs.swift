import Blobs
package import Core
package import Foundation
import Persistence

/// Signed addresses that work for a while without a sign-in, in the shape of Azure's shared access signatures.
package struct MediaURLs: Sendable {
  let context: LibraryContext

  /// Where the bytes of an asset can be read until the address expires: path and query from the origin's root on,
  /// percent-encoded, as `/blobs/medialibrary-<library>/<asset>/<media file>/Original/f.jpg?sv=…&se=…&sig=…`.
  ///
  /// The same within an hour, so that browsers can keep what they loaded.
  /// - Parameter rendition: `nil` means the original.
  package func address(
    of asset: Asset, rendition: RenditionKind?, disposition: MediaContent.Disposition = .inline
  ) -> String {
    let mediaFile = asset.original.mediaFile
    let container = "medialibrary-\(context.identity.id.compact)\(rendition == nil ? "" : "-r")"
    let kind = rendition?.rawValue ?? Self.original
    let name = AddressQuery.encoded(asset.original.fileName)
    let query = signer.query(
      for: Self.grant(asset.id, mediaFile, kind), expiry: expiry,
      disposition: disposition == .attachment ? disposition.rawValue : nil)
    return "/blobs/\(container)/\(asset.id.compact)/\(mediaFile.compact)/\(kind)/\(name)?\(query)"
  }

  /// When addresses given out now expire.
  package var expiry: Date {
    let hour = 3600.0
    let nextHour = (context.effects.now().timeIntervalSince1970 / hour).rounded(.up) * hour
    let lifetime = Double(context.settings.mediaURLLifetime.components.seconds)
    return Date(timeIntervalSince1970: nextHour + lifetime)
  }

  /// What a signed address gives.
  /// - Parameters:
  ///   - path: of the request, percent-encoded as it came.
  ///   - query: of the request, without the `?`, as it came.
  /// - Throws: ``MediaURLError``.
  package func content(path: String, query: String) async throws -> MediaContent {
    let members = AddressQuery(query)
    let (asset, mediaFile, kind) = try checked(path: path, members)
    let disposition = members["rscd"].flatMap(MediaContent.Disposition.init(rawValue:)) ?? .inline
    let found = try await context.store.read { session in
      try ContentStore(session).content(of: asset, mediaFile: mediaFile, kind: kind, disposition: disposition)
    }
    guard let found else { throw MediaURLError.missing }
    return found
  }

  /// The bytes.
  /// - Parameter range: counted from 0; `nil` means all.
  /// - Throws: `BlobError.rangeNotSatisfiable`.
  package func read(_ content: MediaContent, range: Range<Int64>? = nil) async throws -> ByteStream {
    try await context.blobs.read(content.hash, range: range)
  }

  /// Where the bytes of an upload are written: path and query from the origin's root on, percent-encoded, as
  /// `/blobs/uploads-<library>/<id>.bin?sv=…&se=…&sig=…`. Clients append `&comp=block…` to it.
  package func uploadAddress(of upload: Upload) -> String {
    let query = signer.query(for: Self.grant(upload.id), expiry: upload.expiresAt)
    return "/blobs/uploads-\(context.identity.id.compact)/\(upload.blobName)?\(query)"
  }

  /// The right that a signed upload address gives; further members of the query don't matter.
  /// - Throws: ``MediaURLError``.
  package func uploadGrant(path: String, query: String) throws -> UploadGrant {
    let segments = AddressQuery.segments(of: path)
    guard segments.count == 3, let id = AssetID(segments[2].prefix(36)) else { throw MediaURLError.forged }
    try signer.check(AddressQuery(query), for: Self.grant(id), now: context.effects.now())
    return UploadGrant(upload: id)
  }

  private func checked(path: String, _ members: AddressQuery) throws(MediaURLError) -> (
    AssetID, MediaFileID, RenditionKind?
  ) {
    let segments = AddressQuery.segments(of: path)
    guard segments.count == 6, let asset = Self.id(segments[2], as: Asset.self),
      let mediaFile = Self.id(segments[3], as: Original.self)
    else { throw .forged }
    try signer.check(members, for: Self.grant(asset, mediaFile, segments[4]), now: context.effects.now())
    if segments[4] == Self.original { return (asset, mediaFile, nil) }
    guard let kind = RenditionKind(rawValue: segments[4]) else { throw .missing }
    return (asset, mediaFile, kind)
  }

  private var signer: SignedAddress { SignedAddress(key: context.identity.signingKey) }

  private static let original = "Original"

  private static func grant(_ asset: AssetID, _ mediaFile: MediaFileID, _ kind: String) -> [String] {
    ["read", asset.description, mediaFile.description, kind]
  }

  private static func grant(_ upload: AssetID) -> [String] { ["write", upload.description] }

  /// Reads an identifier written without hyphens.
  private static func id<Entity>(_ compact: String, as _: Entity.Type) -> ID<Entity>? {
    guard compact.count == 32 else { return nil }
    var text = ""
    for (index, character) in compact.enumerated() {
      if [8, 12, 16, 20].contains(index) { text.append("-") }
      text.append(character)
    }
    return ID(text)
  }
}
