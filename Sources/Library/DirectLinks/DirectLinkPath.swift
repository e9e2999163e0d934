import Core
import Foundation

/// The address of a direct link: `/cdn/<library>/<asset>/<link>/<size>/<name>`.
///
/// Both identifiers stand in it as MediaValet writes them: base64url without padding of the bytes of a .NET `Guid`,
/// whose first three fields are little-endian. The second is random, so the address can't be guessed.
struct DirectLinkPath: Sendable, Hashable {
  let asset: AssetID
  let link: DirectLinkID

  init(asset: AssetID, link: DirectLinkID) {
    self.asset = asset
    self.link = link
  }

  /// Reads the path of a request; the library, the size and the name are for people.
  init?(_ path: String) {
    let segments = AddressQuery.segments(of: path)
    guard segments.count == 6, segments[0].lowercased() == "cdn", let asset: AssetID = Self.decode(segments[2]),
      let link: DirectLinkID = Self.decode(segments[3])
    else { return nil }
    self.init(asset: asset, link: link)
  }

  /// - Parameter name: the file's, to be seen in the address.
  func text(library: LibraryID, size: String, name: String) -> String {
    "/cdn/\(library.compact)/\(Self.encode(asset))/\(Self.encode(link))/\(size)/\(AddressQuery.encoded(name))"
  }

  static func encode<Entity>(_ id: ID<Entity>) -> String {
    Base64URL.encode(reordered(withUnsafeBytes(of: id.uuid.uuid) { [UInt8]($0) }))
  }

  static func decode<Entity>(_ text: String) -> ID<Entity>? {
    guard let bytes = Base64URL.decode(text), bytes.count == 16 else { return nil }
    let uuid = reordered(bytes).withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    return ID(uuid)
  }

  /// Between the order of RFC 9562 and that of `Guid.ToByteArray`; its own inverse.
  private static func reordered(_ bytes: [UInt8]) -> [UInt8] {
    [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15].map { bytes[$0] }
  }
}
